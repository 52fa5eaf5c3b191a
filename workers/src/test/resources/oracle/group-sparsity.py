# python3 workers/src/test/resources/oracle/group-sparsity.py > workers/src/test/resources/oracle/group-sparsity.csv
#
# The fixture of the group-sparsity tests in plain Python, without a library: X_ij = cos(1 + 3i + 5j + ij) for i < 6,
# j < 4, w* = (1, 2, 0, 0), y = X w*, groups of 2. Every line: method, then the numbers of its last iterate.
import math

N, P, G = 6, 4, 2
X = [[math.cos(1 + 3 * i + 5 * j + i * j) for j in range(P)] for i in range(N)]
TRUTH = [1.0, 2.0, 0.0, 0.0]
Y = [sum(X[i][j] * TRUTH[j] for j in range(P)) for i in range(N)]


def residual(w):
    return [sum(X[i][j] * w[j] for j in range(P)) - Y[i] for i in range(N)]


def transposed(r, factor):
    return [factor * sum(X[i][j] * r[i] for i in range(N)) for j in range(P)]


def slope(w, c):
    return transposed(residual(w), c / N)


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def normalised(z):
    norm = math.sqrt(dot(z, z))
    return [x / norm for x in z]


def algorithm1(d, c, gamma, alpha, steps, fresh=False):
    u = [alpha, alpha]
    v = [[math.sqrt(0.5)] * G for _ in range(2)]
    for _ in range(steps):
        q = slope([u[l] ** d * v[l][j] for l in range(2) for j in range(G)], c)
        for l in range(2):
            ql = q[l * G:(l + 1) * G]
            old = v[l]
            v[l] = normalised([old[j] - ql[j] / u[l] ** d for j in range(G)])
            u[l] -= gamma * d * u[l] ** (d - 1) * dot(v[l] if fresh else old, ql)
    return u + v[0] + v[1]


def plain(d, c, gamma, u, v, steps):
    u, v = list(u), [list(x) for x in v]
    for _ in range(steps):
        q = slope([u[l] ** d * v[l][j] for l in range(2) for j in range(G)], c)
        for l in range(2):
            ql = q[l * G:(l + 1) * G]
            du = d * u[l] ** (d - 1) * dot(v[l], ql)
            dv = [u[l] ** d * x for x in ql]
            u[l] -= gamma * du
            v[l] = [v[l][j] - gamma * dv[j] for j in range(G)]
    return u + v[0] + v[1]


def square(c, gamma, alpha, steps, signed):
    a, b = [alpha] * P, [alpha if signed else 0.0] * P
    for _ in range(steps):
        q = slope([a[j] ** 2 - b[j] ** 2 for j in range(P)], c)
        for j in range(P):
            a[j] -= gamma * 2 * a[j] * q[j]
            b[j] += gamma * 2 * b[j] * q[j]
    return [a[j] ** 2 - b[j] ** 2 for j in range(P)]


def shrink(w, t):
    out = []
    for l in range(2):
        block = w[l * G:(l + 1) * G]
        norm = math.sqrt(dot(block, block))
        out += [x * max(0.0, 1 - t / norm) if norm > 0 else 0.0 for x in block]
    return out


def spectral_norm():
    z = [1.0, 0.5, 0.25, 0.125]
    for _ in range(100000):
        z = normalised(transposed([dot(row, z) for row in X], 1.0))
    return math.sqrt(dot(z, transposed([dot(row, z) for row in X], 1.0)))


def primal_dual(steps):
    norm = spectral_norm()
    ratio = 10 * 0.99 * max(abs(x) for x in transposed(Y, 1.0)) ** 2 / norm ** 2
    t, s = math.sqrt(0.99 * ratio) / norm, math.sqrt(0.99 / ratio) / norm
    w, theta, before = [0.0] * P, [0.0] * N, [0.0] * N
    for _ in range(steps):
        q = transposed([2 * theta[i] - before[i] for i in range(N)], t)
        w = shrink([w[j] - q[j] for j in range(P)], t)
        before = theta
        r = residual(w)
        theta = [theta[i] + s * r[i] for i in range(N)]
    return w


def group_lasso(penalty):
    """Proximal gradient descent, far beyond convergence."""
    lipschitz = spectral_norm() ** 2 / N
    w = [0.0] * P
    for _ in range(200000):
        q = slope(w, 1)
        w = shrink([w[j] - q[j] / lipschitz for j in range(P)], penalty / lipschitz)
    return w


def order_gap(group_size, tau, steps=400):
    """The flows of w_1 and of w_2 of one group, u = 1/2 and v of equal entries, in both orders: |dw| / tau^2."""

    def flow(u, v, i):
        h = tau / steps
        for _ in range(steps):  # Heun's method
            du, dv = -2 * u * v[i], -u * u
            up, vp = u + h * du, v[i] + h * dv
            u, v[i] = u + h / 2 * (du - 2 * up * vp), v[i] + h / 2 * (dv - up * up)
        return u, v

    def after(first, second):
        u, v = flow(*flow(0.5, [group_size**-0.5] * group_size, first), second)
        return [u * u * x for x in v]

    return math.dist(after(0, 1), after(1, 0)) / tau**2


def refit(kept):
    """Least squares on some columns, y with an error of 0.3 cos 7i, by elimination of the normal equations."""
    y = [Y[i] + 0.3 * math.cos(7 * i) for i in range(N)]
    rows = [[sum(X[i][a] * X[i][b] for i in range(N)) for b in kept] + [sum(X[i][a] * y[i] for i in range(N))] for a in kept]
    for k in range(len(kept)):
        for r in range(len(kept)):
            if r != k:
                f = rows[r][k] / rows[k][k]
                rows[r] = [p - f * q for p, q in zip(rows[r], rows[k])]
    solution = dict(zip(kept, (row[-1] / row[k] for k, row in enumerate(rows))))
    return [solution.get(j, 0.0) for j in range(P)]


LINES = {
    "refit_first": refit([0, 1]),
    "refit_second": refit([2, 3]),
    "refit_both": refit([0, 1, 2, 3]),
    "order_gap_2": [order_gap(2, tau) for tau in (0.1, 0.05, 0.025)],
    "order_gap_4": [order_gap(4, tau) for tau in (0.1, 0.05, 0.025)],
    "alg1_depth1": algorithm1(1, 1, 0.01, 0.1, 50),
    "alg1_depth3": algorithm1(3, 1, 0.01, 0.4, 50),
    "alg1_mean_square": algorithm1(2, 2, 0.01, 0.1, 30),
    "plain_gd": plain(2, 1, 0.05, [0.3, 0.3], [[0.0, 0.0], [0.0, 0.0]], 100),
    "u2_sparse": square(1, 0.05, 0.1, 100, False),
    "u2_signed": square(2, 0.05, 0.1, 100, True),
    "spectral_norm": [spectral_norm()],
    "primal_dual": primal_dual(40),
    "group_lasso": group_lasso(0.1 * math.exp(0.01)),
}

for name, numbers in LINES.items():
    print(",".join([name] + [repr(x) for x in numbers]))
