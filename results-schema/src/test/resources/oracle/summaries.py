# python3 summaries.py > summaries.csv
# Summaries of the sample of summaries-sample.txt, by their textbook sums in 50 digits; nothing is updated or merged here.
from mpmath import mp, mpf, log, exp, sqrt
import os

mp.dps = 50
here = os.path.dirname(os.path.abspath(__file__))
x = [mpf(line.strip()) for line in open(os.path.join(here, "summaries-sample.txt"))]
n = len(x)


def show(name, *values):
    print(",".join([name] + [mp.nstr(v, 20) for v in values]))


def mean(v):
    return sum(v) / len(v)


def covariance(a, b):
    return sum((p - mean(a)) * (q - mean(b)) for p, q in zip(a, b)) / (len(a) - 1)


show("mean", mean(x))
show("variance", covariance(x, x))
show("geometric_mean", exp(mean([log(v) for v in x])))
show("log_variance", covariance([log(v) for v in x], [log(v) for v in x]))

# Wilson: the two roots p of (p_hat - p)^2 = z^2 p (1 - p) / n
z = mpf("1.959963984540054")
for k, m in [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (81, 263), (263, 263)]:
    p = mpf(k) / m
    a, b, c = 1 + z * z / m, -(2 * p + z * z / m), p * p
    root = sqrt(b * b - 4 * a * c)
    show("wilson_%d_%d" % (k, m), (-b - root) / (2 * a), (-b + root) / (2 * a))

# Fieller: the two roots R of (mean T - R mean S)^2 = t^2 / n var(T - R S); a run succeeds where x < 2
t = mpf("2.022690920036761")  # Student's quantile 0.975 with 39 degrees of freedom
s = [mpf(1) if v < 2 else mpf(0) for v in x]
g = t * t / n
a = mean(s) ** 2 - g * covariance(s, s)
b = -2 * (mean(x) * mean(s) - g * covariance(x, s))
c = mean(x) ** 2 - g * covariance(x, x)
root = sqrt(b * b - 4 * a * c)
show("expected_running_time", sum(x) / sum(s))
show("fieller", (-b - root) / (2 * a), (-b + root) / (2 * a))
