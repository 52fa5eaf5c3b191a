# python3 rates.py > rates.csv
# Curves of errors whose rate is known by how they are made. A line: name, rate (none: there is no rate), how far the fit may be
# off as a share of the rate (empty: not compared), the notes that are right (- for none), then t:error of each point.
import math
import random


def row(name, rate, within, notes, points):
    print(",".join([name, rate, within, notes] + ["%r:%r" % point for point in points]))


def steps(n, error):
    return [(k, error(k)) for k in range(n)]


def autoregression(seed, rho, n):
    random.seed(seed)
    x = [random.gauss(0, 1)]
    while len(x) < n:
        x.append(rho * x[-1] + math.sqrt(1 - rho * rho) * random.gauss(0, 1))
    return x


# exponentials, on even and on log-spaced points, few and many, fast and slow, growing, into the subnormal numbers
row("exponential", "0.3", "1e-12", "-", steps(100, lambda k: math.exp(-0.3 * k)))
row("slow", "1e-07", "1e-6", "-", steps(100, lambda k: math.exp(-1e-7 * k)))
row("three points", "2", "1e-12", "-", steps(3, lambda k: math.exp(-2 * k)))
row("growth", "-0.2", "1e-12", "rises", steps(50, lambda k: math.exp(0.2 * k)))
row("log-spaced", "0.01", "1e-12", "-", [(t, math.exp(-0.01 * t)) for t in [round(1.3 ** i) for i in range(8, 28)]])
row("underflow", "20", "1e-2", "-", steps(60, lambda k: math.exp(-20 * k)))
row("zero ends it", "0.5", "1e-12", "-", steps(40, lambda k: math.exp(-0.5 * k) if k < 20 else 0.0))
row("infinity ends it", "0.5", "1e-12", "-", steps(40, lambda k: math.exp(-0.5 * k) if k < 20 else math.inf))
for rho in 0, 0.5, 0.9:
    x = autoregression(7, rho, 200)
    row("noisy %s" % rho, "0.1", "0.05", "-", steps(200, lambda k: math.exp(-0.1 * k + 0.3 * x[k])))

# no rate
row("constant", "none", "", "floor", steps(60, lambda k: 1e-3))
row("two points", "none", "", "few_points", steps(2, lambda k: math.exp(-k)))
row("four points of noise", "none", "", "few_points", list(zip(range(4), [1.0, 0.3, 0.9, 0.2])))
row("zeros", "none", "", "window_not_reached", steps(20, lambda k: 0.0))
row("infinities", "none", "", "window_not_reached", steps(20, lambda k: math.inf))
for rho in 0, 0.5, 0.9, 0.99:
    for n in 60, 300:
        x = autoregression(11, rho, n)
        row("floor %s of %d" % (rho, n), "none", "", "floor", steps(n, lambda k: 1e-5 * math.exp(0.5 * x[k])))
        row("squared floor %s of %d" % (rho, n), "none", "", "floor", steps(n, lambda k: 1e-5 * x[k] ** 2))

# a decay, then a floor: the rate is the decay's
for rho in 0, 0.5, 0.9, 0.99:
    for rate in 0.05, 0.3:
        x = autoregression(13, rho, 400)
        error = lambda k: math.exp(-rate * k) + 1e-6 * math.exp(0.5 * x[k])
        row("decay %s to floor %s" % (rate, rho), str(rate), "0.03", "-", steps(400, error))

# decays of which one number does not say enough
for omega in 0.05, 0.3, 1.0:
    error = lambda k: math.exp(-0.03 * k) * abs(math.cos(omega * k + 0.3))
    row("complex eigenvalues %s" % omega, "0.03", "0.1", "oscillates", steps(300, error))
    error = lambda k: math.exp(-0.03 * k) * (1 + 0.9 * math.cos(omega * k))
    row("norm of complex modes %s" % omega, "0.03", "0.1", "oscillates", steps(300, error))
two = lambda k: math.exp(-0.5 * k) + 1e-3 * math.exp(-0.02 * k)
row("fast then slow", "0.02", "", "two_phases", steps(300, two))
row("slow then fast", "0.03", "", "two_phases", steps(200, lambda k: math.exp(-0.01 * k - 0.05 * max(0, k - 100))))
x = autoregression(17, 0, 300)
row("fast then slow with noise", "0.02", "", "two_phases", steps(300, lambda k: two(k) * math.exp(0.05 * x[k])))
for power in 0.5, 1, 2:
    row("power %s" % power, "0", "", "sublinear", [(k, float(k) ** -power) for k in range(1, 200)])
    row("power %s from 0" % power, "0", "", "sublinear", steps(300, lambda k: (k + 1.0) ** -power))
row("power with noise", "0", "", "sublinear", steps(300, lambda k: math.exp(0.1 * x[k]) / (k + 1)))
row("late power", "0", "", "sublinear|two_phases", steps(200, lambda k: 1 / (k + 20.0)))
