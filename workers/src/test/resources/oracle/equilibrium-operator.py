# python3 equilibrium-operator.py > equilibrium-operator.csv
# Least eigenvalue of the operator of dW/dt in deep equilibrium linear models (gamma = 0.8, one output, A and B standard
# normal), from its definition as a sum of Kronecker products: width, 0.25 % and 99.75 % quantiles of the median of 21 draws.
import numpy as np

rng = np.random.default_rng(1)
gamma = 0.8


def least(m):
    a = rng.standard_normal((m, m))
    b = rng.standard_normal((1, m))
    s = np.exp(a) / np.exp(a).sum(axis=0)
    u = np.eye(m) - gamma * s
    w = b @ np.linalg.inv(u)
    t = np.zeros((m, m))
    for j in range(m):
        jac = np.diag(s[:, j]) - np.outer(s[:, j], s[:, j])
        t[j, j] = 1 + gamma**2 * (w @ jac @ jac @ w.T)[0, 0]
    inv = np.linalg.inv(u)
    return np.linalg.eigvalsh(inv.T @ t @ inv)[0]


for m, total in ((2, 20000), (8, 20000), (32, 4000), (64, 2000)):
    draws = np.array([least(m) for _ in range(total)])
    medians = [np.median(rng.choice(draws, 21)) for _ in range(4000)]
    low, high = np.quantile(medians, [0.0025, 0.9975])
    print("%d,%.4f,%.4f" % (m, low, high))
