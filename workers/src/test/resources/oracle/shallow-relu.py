# python3 shallow-relu.py > shallow-relu.csv
# Needs NumPy. Networks by the loop over neurons and samples, splines and kernels by dense linear algebra:
#   trajectory, omega, beta, step, loss, sharpness, f at three points
#   reduced, omega, time step, steps, loss, f at three points, by the flow of r and theta of the theory
#   gap, target, root mean square and largest distance of the natural cubic and the linear spline on 2001 points
#   kernel, half width, x, z, K(x, z) by quadrature
#   descent, half width, step times lambda_max, steps, x, f(x)
#   limit, half width, root mean square distance of the kernel's interpolant of square_wave_2 from the natural cubic spline
import math

import numpy as np

X = -1 + (2 * np.arange(10) + 1) / 10
PROBES = np.array([-0.77, 0.13, 0.86])
WAVE = np.where(X < 0, 1.0, -1.0)


def row(*cells):
    print(",".join(c if isinstance(c, str) else "%.17g" % c for c in cells))


def start(m, omega):
    i = np.arange(m)
    a = omega * np.where(i % 3 == 0, 1.0, -1.0)
    u = -0.97 + 1.94 * ((i * 0.6180339887498949) % 1)
    return a, a * u, np.where(i % 2 == 0, 1.0, -1.0) / omega


def values(a, b, c, alpha, x):
    h = np.outer(x, a) - b
    return np.where(h > 0, h, 0) @ c / alpha


def gram(a, b, c, alpha):
    h = np.outer(X, a) - b
    on = (h > 0).astype(float)
    return ((h * on) @ (h * on).T + (1 + np.outer(X, X)) * ((on * c**2) @ on.T)) / alpha**2


for omega, beta, lr in [(0.5, 1, 0.5), (1, 1, 1.0), (1, 0.5, 0.02), (10, 0.75, 0.001), (100, 1, 1e-4)]:
    m = 24
    alpha = m**beta
    a, b, c = start(m, omega)
    for step in range(201):
        rho = values(a, b, c, alpha, X) - WAVE
        if step in (0, 1, 10, 50, 200):
            sharpness = np.linalg.eigvalsh(gram(a, b, c, alpha))[-1]
            row("trajectory", omega, beta, step, 0.5 * rho @ rho, sharpness, *values(a, b, c, alpha, PROBES))
        h = np.outer(X, a) - b
        on = (h > 0).astype(float)
        gc = rho @ (h * on) / alpha
        ga = c * ((rho * X) @ on) / alpha
        gb = -c * (rho @ on) / alpha
        a, b, c = a - lr * ga, b - lr * gb, c - lr * gc


def reduced(omega, h, steps):
    """The flow with delta of every neuron fixed: r' = -S <d, g>, theta' = -(2r/(S - delta)) <d', g>."""
    a, b, c = start(24, omega)
    length = np.hypot(a, b)
    delta, r, theta = c**2 - length**2, c * length, np.arctan2(b, a)

    def f(r, theta, x):
        h = np.outer(x, np.cos(theta)) - np.sin(theta)
        return np.where(h > 0, h, 0) @ r / 24

    def velocity(r, theta):
        rho = f(r, theta, X) - WAVE
        on = np.outer(X, np.cos(theta)) - np.sin(theta) > 0
        gx, g1 = (rho * X) @ on / 24, -rho @ on / 24
        s = np.sqrt(delta**2 + 4 * r**2)
        along, across = np.cos(theta) * gx + np.sin(theta) * g1, np.cos(theta) * g1 - np.sin(theta) * gx
        return np.array([-s * along, -2 * r / (s - delta) * across])

    z = np.array([r, theta])
    for _ in range(steps):
        k1 = velocity(*z)
        k2 = velocity(*(z + h / 2 * k1))
        k3 = velocity(*(z + h / 2 * k2))
        k4 = velocity(*(z + h * k3))
        z = z + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    rho = f(*z, X) - WAVE
    row("reduced", omega, h, steps, 0.5 * rho @ rho, *f(*z, PROBES))


for omega, h, steps in [(0.5, 0.05, 400), (1, 0.05, 400), (10, 0.001, 400)]:
    reduced(omega, h, steps)


def natural(x, y, grid):
    n = len(x)
    h = np.diff(x)
    system = np.eye(n)
    right = np.zeros(n)
    for j in range(1, n - 1):
        system[j, j - 1 : j + 2] = h[j - 1], 2 * (h[j - 1] + h[j]), h[j]
        right[j] = 6 * ((y[j + 1] - y[j]) / h[j] - (y[j] - y[j - 1]) / h[j - 1])
    second = np.linalg.solve(system, right)
    k = np.clip(np.searchsorted(x, grid) - 1, 0, n - 2)
    t = grid - x[k]
    slope = (y[k + 1] - y[k]) / h[k] - h[k] * (2 * second[k] + second[k + 1]) / 6
    return y[k] + t * (slope + t * (second[k] / 2 + t * (second[k + 1] - second[k]) / (6 * h[k])))


GRID = np.linspace(X[0], X[-1], 2001)
TARGETS = {
    "square_wave": WAVE,
    "square_wave_2": np.where(np.arange(10) % 4 < 2, 1.0, -1.0),
    "sinusoid": np.sin(math.pi * X),
    "sinusoid_2": np.sin(2 * math.pi * X),
    "alternating": np.where(np.arange(10) % 2 == 0, 1.0, -1.0),
}
for name, y in TARGETS.items():
    gap = natural(X, y, GRID) - np.interp(GRID, X, y)
    row("gap", name, math.sqrt(np.mean(gap**2)), np.max(np.abs(gap)))


def kernel(half, x, z):
    """E over a = +-1 and u uniform on (-half, half) of (a (x - u))_+ (a (z - u))_+, by Gauss-Legendre between kinks."""
    t, w = np.polynomial.legendre.leggauss(4)
    total = 0.0
    cuts = sorted([-half, x, z, half])
    for low, high in zip(cuts, cuts[1:]):
        u = (low + high) / 2 + (high - low) / 2 * t
        for sign in (1, -1):
            both = np.maximum(sign * (x - u), 0) * np.maximum(sign * (z - u), 0)
            total += (high - low) / 2 * np.dot(w, both) / (2 * half) / 2
    return total


for half in (1, 2, 8):
    for x, z in ((-0.9, 0.3), (0.5, 0.5), (0.7, -0.1)):
        row("kernel", half, x, z, kernel(half, x, z))

for half, eta, steps in ((1, 0.2, 10), (1, 1, 1000), (2, 1.9, 77)):
    k = np.array([[kernel(half, x, z) for z in X] for x in X])
    lr = eta / np.linalg.eigvalsh(k)[-1]
    w = np.zeros(10)
    for _ in range(steps):
        w += lr * (WAVE - k @ w)
    for x in PROBES:
        row("descent", half, eta, steps, x, sum(w[j] * kernel(half, x, X[j]) for j in range(10)))

for half in (1, 2, 4, 8):
    y = TARGETS["square_wave_2"]
    w = np.linalg.solve(np.array([[kernel(half, x, z) for z in X] for x in X]), y)
    distance = np.array([[kernel(half, x, z) for z in X] for x in GRID]) @ w - natural(X, y, GRID)
    row("limit", half, math.sqrt(np.mean(distance**2)))
