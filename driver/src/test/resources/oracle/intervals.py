# python3 intervals.py > intervals.csv
# Student's quantiles, order-statistic intervals and scaling fits by SciPy and NumPy, for io.gradsweep.driver.analysis.
import numpy as np
from scipy.stats import binom, t

for n in [3, 4, 10, 100, 100000]:
    print("t,%d,%.17g" % (n, t.ppf(0.975, n - 1)))

# The narrowest pair of ranks, from 1, whose tails are at most 2.5 % each: P(B < l) and P(B >= u), B ~ binomial(n, q).
for q in [0.5, 0.9, 0.25]:
    for n in [1, 5, 6, 10, 20, 35, 36, 100, 1001]:
        low = max([l for l in range(1, n + 1) if binom.cdf(l - 1, n, q) <= 0.025], default=0)
        high = min([u for u in range(1, n + 1) if binom.sf(u - 1, n, q) <= 0.025], default=0)
        print("ranks,%g,%d,%d,%d" % (q, n, low, high))

# y = 3 x^-0.5 (1 + a) with a wobble of each replicate; one straight, one that bends. Points are written for the test.
for name, bend in [("straight", 0.0), ("bent", -0.08)]:
    slopes, xs, ys = [], [], []
    for r in range(5):
        x = 2.0 ** np.arange(4, 11)
        wobble = np.array([((7 * i + 5 * r + 3 * i * r) % 11 - 5) / 50 for i in range(7)])
        y = np.round(3 * x ** -0.5 * np.exp(bend * (np.log(x) - 5) ** 2) * (1 + wobble), 12)
        for a, b in zip(x, y):
            print("point,%s,%d,%.17g,%.17g" % (name, r, a, b))
        slopes.append(np.polyfit(np.log(x), np.log(y), 1))
        xs, ys = np.append(xs, np.log(x)), np.append(ys, np.log(y))
    slopes = np.array(slopes)
    mean, half = slopes[:, 0].mean(), t.ppf(0.975, 4) * slopes[:, 0].std(ddof=1) / np.sqrt(5)
    r2 = np.corrcoef(xs, ys)[0, 1] ** 2
    print("fit,%s,%.15g,%.15g,%.15g,%.15g,%.15g" % (name, mean, mean - half, mean + half, slopes[:, 1].mean(), r2))
    quadratic = np.array([np.polyfit(xs[7 * r : 7 * r + 7], ys[7 * r : 7 * r + 7], 2) for r in range(5)])
    ends = np.log([16.0, 1024.0])
    print("ends,%s,%.15g,%.15g" % ((name,) + tuple((2 * quadratic[:, :1] * ends + quadratic[:, 1:2]).mean(axis=0))))
    # The first replicate alone: ordinary least squares with independent residuals.
    x, y = xs[:7], ys[:7]
    (slope, intercept), residual = np.polyfit(x, y, 1), None
    s2 = ((y - slope * x - intercept) ** 2).sum() / 5
    half = t.ppf(0.975, 5) * np.sqrt(s2 / ((x - x.mean()) ** 2).sum())
    print("line,%s,%.15g,%.15g,%.15g" % (name, slope, slope - half, slope + half))
