# python3 self-penalization.py > self-penalization.csv
# J, its gradient, and the ends of descents on a design without random numbers; NumPy, float64.
# Columns: q, profile, quantity, values.
import numpy as np

N, P, LAMBDA = 40, 6, 0.1


def problem():
    i = np.arange(N)[:, None]
    l = np.arange(P)[None, :]
    x = 2 * np.sin(1 + 2 * i + 3 * l + i * l * 1.7 + 0.3 * i * i)
    y = x[:, 0] + x[:, 1] + 0.4 * np.cos(5 * i[:, 0])
    return x, y - y.mean()


def distances(x, q):
    return np.abs(x[:, None, :] - x[None, :, :]) ** q


def solve(beta, d, y, profile):
    z = d @ beta
    k = np.exp(-z) if profile == "exp" else 1 / (1 + z)
    slope = -k if profile == "exp" else -k * k
    a = np.linalg.solve(k + N * LAMBDA * np.eye(N), y)
    gradient = -(LAMBDA / 2) * np.einsum("i,j,ij,ijl->l", a, a, slope, d)
    return LAMBDA / 2 * (y @ a), gradient


def armijo(start, d, y, profile, steps, square):
    v, s = np.array(start), 0.01
    if square:
        v = np.sqrt(v)
    to_beta = (lambda u: u * u) if square else (lambda u: u)
    j, g = solve(to_beta(v), d, y, profile)
    for _ in range(steps):
        if square:
            g = 2 * v * g
        while True:
            new = v - s * g if square else np.maximum(0, v - s * g)
            j_new, g_new = solve(to_beta(new), d, y, profile)
            if j_new <= j + 1e-4 * (g @ (new - v)):
                break
            s /= 2
        v, j, g, s = new, j_new, g_new, min(1.5 * s, 0.64)
    return to_beta(v), j


def line(q, profile, quantity, values):
    print(",".join([str(q), profile, quantity] + [repr(float(v)) for v in values]))


x, y = problem()
for q in (1, 2):
    for profile in ("exp", "rational"):
        d = distances(x, q)
        j, g = solve(np.array([0.3, 0.2, 0, 0, 0.1, 0]), d, y, profile)
        line(q, profile, "objective_and_gradient", [j, *g])
        start = np.full(P, 0.5 / P)
        beta, j = armijo(start, d, y, profile, 150, False)
        line(q, profile, "descent_150", [j, *beta])
        beta, j = armijo(start, d, y, profile, 20, True)
        line(q, profile, "descent_w_20", [j, *beta])
for q in (0.5, 1.5):
    for profile in ("exp", "rational"):
        j, g = solve(np.array([0.3, 0.2, 0, 0, 0.1, 0]), distances(x, q), y, profile)
        line(q, profile, "objective_and_gradient", [j, *g])


def classified(beta, d, labels, profile):
    """Newton's method in the coefficients a, of the labels' logistic loss."""
    z = d @ beta
    k = np.exp(-z) if profile == "exp" else 1 / (1 + z)
    slope = -k if profile == "exp" else -k * k
    a = np.zeros(N)
    for _ in range(40):
        p = 1 / (1 + np.exp(labels * (k @ a)))
        w = p * (1 - p)
        a -= np.linalg.solve(w[:, None] * k / N + LAMBDA * np.eye(N), LAMBDA * a - labels * p / N)
    f = k @ a
    gradient = -(LAMBDA / 2) * np.einsum("i,j,ij,ijl->l", a, a, slope, d)
    return np.mean(np.log1p(np.exp(-labels * f))) + LAMBDA / 2 * (a @ f), gradient


for q in (1, 2):
    for profile in ("exp", "rational"):
        j, g = classified(np.array([0.3, 0.2, 0, 0, 0.1, 0]), distances(x, q), np.where(y < 0, -1, 1), profile)
        line(q, profile, "logistic", [j, *g])
