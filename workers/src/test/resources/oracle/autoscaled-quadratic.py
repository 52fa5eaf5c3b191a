# python3 autoscaled-quadratic.py > autoscaled-quadratic.csv
# Descents on ‖x‖²/2 with centred gradients and one global multiplier, in NumPy on whole vectors of ten entries about a mean of
# 3: rule, step size, steps, length of x about its mean (1 at the start), the multiplier of the last step.
import numpy as np


def descend(rule, eta, steps):
    x = np.cos(1 + 2 * np.arange(10.0))
    x = (x - x.mean()) / np.linalg.norm(x - x.mean()) + 3
    sigmas = []
    for _ in range(steps):
        g = x - x.mean()
        sigmas.append(np.sqrt((g**2).mean()))
        alpha = {
            "ratio_to_max": sigmas[-1] / max(sigmas),
            "ratio_to_initial": sigmas[-1] / sigmas[0],
            "ratio_to_previous": min(1, sigmas[-1] / sigmas[-2]) if len(sigmas) > 1 else 1.0,
            "raw_std": sigmas[-1],
            "constant": 1.0,
        }[rule]
        x = x - eta * alpha * g
    print("%s,%g,%d,%.17g,%.17g" % (rule, eta, steps, np.linalg.norm(x - x.mean()), alpha))


for name in ("ratio_to_max", "ratio_to_initial", "raw_std"):
    for size, count in ((0.5, 1000), (0.1, 200), (1.5, 30)):
        descend(name, size, count)
for size, count in ((0.5, 15), (0.1, 60), (1.5, 6), (0.02, 300)):
    descend("ratio_to_previous", size, count)
descend("constant", 0.1, 60)
