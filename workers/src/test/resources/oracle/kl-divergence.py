# python3 kl-divergence.py > kl-divergence.csv
# Needs NumPy. Natural gradient descent of KL(samples || model) in theta, with the Fisher matrix solved densely, from the
# authors' target, starts and samples (Mersenne Twister 18, n = 10, 1000 samples):
#   theta, step size, starts of 100 that are within 5 % of the least loss after 100 steps
import numpy as np

N, STARTS = 10, 100


def normalised(twister):
    w = twister.random_sample(N + 1)
    return w / w.sum()


def descend(q, p, step_size, steps):
    theta = np.log(p[:N] / p[N])
    losses = []
    for _ in range(steps + 1):
        w = np.exp(np.append(theta, 0) - max(theta.max(), 0))
        p = w / w.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            losses.append(-np.sum(np.where(q > 0, q * np.log(p), 0)))
        fisher = np.diag(p[:N]) - np.outer(p[:N], p[:N])
        if not np.isfinite(losses[-1]):
            break
        try:
            theta = theta - step_size * np.linalg.solve(fisher, (p - q)[:N])
        except np.linalg.LinAlgError:
            break
    return losses


twister = np.random.RandomState(18)
target = normalised(twister)
starts = [normalised(twister) for _ in range(STARTS)]
draws = np.searchsorted(np.cumsum(target), twister.random_sample(1000), side="right")
q = np.bincount(np.minimum(draws, N), minlength=N + 1) / 1000
entropy = -np.sum(q * np.log(q))
for step_size in (0.1, 0.5, 1.0):
    runs = [descend(q, p, step_size, 100) for p in starts]
    reached = sum(len(r) == 101 and r[-1] < 1.05 * entropy for r in runs)
    print("theta,%g,%d" % (step_size, reached))
