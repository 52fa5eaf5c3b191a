# python3 deep-equilibrium.py > deep-equilibrium.csv
# Two figures of deep equilibrium models by other means than ours, in NumPy. Rows: name, then numbers.
#
# kappa_<loss>: for 14 samples in two dimensions by formula, the excess of a loss at a given W over its optimum, and the
# constant of ‖∇L‖² >= 2κ(L - L*) on the sublevel set of that W from the optimum's curvature alone (Bach 2010, proposition
# 1); then the least ratio of 200,000 points of the set, which no such constant may exceed.
#
# trust_region: for the fixture of sines (three features, two outputs), δ at half of its largest value, then δ dW/dt, columns
# stacked, as the minimiser of the quadratic model over the ball. dW/dt is a complex step along the gradient, which is made
# of complex steps itself; the minimiser comes from the generalised eigenvectors and the secular equation.
import numpy as np

PHI = np.array([[np.sin(1 + i * k + k) for k in range(14)] for i in range(2)])


def mean_loss(w, classes):
    f = w @ PHI
    return (np.log(np.exp(f).sum(axis=0)) - f[classes, range(14)]).mean()


def slope(w, classes):
    p = np.exp(w @ PHI)
    p /= p.sum(axis=0)
    p[classes, range(14)] -= 1
    return p @ PHI.T / 14


def hessian(w):
    p = np.exp(w @ PHI)
    p /= p.sum(axis=0)
    spread = np.einsum("ak,ab->abk", p, np.eye(len(p))) - np.einsum("ak,bk->abk", p, p)
    return np.einsum("ik,jk,abk->iajb", PHI, PHI, spread).reshape(2 * len(p), -1) / 14


def optimum(classes, count):
    """Nesterov's descent, then Newton's steps by the pseudo-inverse."""
    w = np.zeros((count, 2))
    before = w
    for k in range(3000):
        ahead = w + k / (k + 3) * (w - before)
        before, w = w, ahead - slope(ahead, classes)
    for _ in range(8):
        w = w - (np.linalg.pinv(hessian(w), rcond=1e-10) @ slope(w, classes).T.ravel()).reshape(2, count).T
    return w


def kappa(name, classes, w, free):
    """With one free row the loss is logistic: two classes, the second score at 0."""
    count = len(w)
    best = optimum(classes, count)
    least = mean_loss(best, classes)
    excess = mean_loss(w, classes) - least
    h = hessian(best)
    if free == 1:  # one row of scores, the other held at 0
        h = h.reshape(2, count, 2, count)[:, 0, :, 0]
        curvature = np.linalg.eigvalsh(h)[0]
        radius = np.sqrt((PHI**2).sum(axis=0).max())
        centre = np.array([best[0] - best[1], [0, 0]])
    else:
        curvature = np.linalg.eigvalsh(h)[2]
        radius = np.sqrt(2 * (PHI**2).sum(axis=0).max())
        centre = best
    y = radius**2 * excess / curvature
    rho = y + 1
    for _ in range(500):
        rho = y + 1 - np.exp(-rho)
    bound = curvature * max(np.exp(-rho), (1 - np.exp(-rho)) / (2 * rho))
    rng = np.random.default_rng(1)
    ratios = []
    for _ in range(200000):
        direction = rng.standard_normal((free, 2))
        point = centre.copy()
        point[:free] += direction * 10 ** rng.uniform(-3, 1)
        gap = mean_loss(point, classes) - least
        if 1e-9 < gap <= excess:
            ratios.append((slope(point, classes)[:free] ** 2).sum() / (2 * gap))
    print(",".join([name] + [repr(float(x)) for x in (excess, bound, min(ratios))]))


def trust_region():
    gamma, eye = 0.7, np.eye(2)
    phi = np.array([[np.sin(1 + i * k + k) for k in range(4)] for i in range(3)])
    y = np.array([[np.cos(i + 2 * k) for k in range(4)] for i in range(2)])
    a = np.array([[np.sin(i + 2 * j) for j in range(3)] for i in range(3)])
    b = np.array([[np.cos(2 * i + j) for j in range(3)] for i in range(2)])

    def weights(a, b):
        s = np.exp(a) / np.exp(a).sum(axis=0)
        return b @ np.linalg.inv(np.eye(3) - gamma * s)

    def loss(a, b):
        return ((weights(a, b) @ phi - y) ** 2).sum() / 2

    def gradient(which):
        out = np.zeros((a, b)[which].shape)
        for at in np.ndindex(out.shape):
            moved = [a.astype(complex), b.astype(complex)]
            moved[which][at] += 1e-30j
            out[at] = loss(*moved).imag / 1e-30
        return out

    velocity = weights(a - 1e-30j * gradient(0), b - 1e-30j * gradient(1)).imag / 1e-30
    w = weights(a, b)
    g = ((w @ phi - y) @ phi.T).T.ravel()
    h = np.kron(phi @ phi.T, eye)
    s = np.exp(a) / np.exp(a).sum(axis=0)
    inverse = np.linalg.inv(np.eye(3) - gamma * s)
    middle = np.zeros((6, 6))
    for j in range(3):
        jac = np.diag(s[:, j]) - np.outer(s[:, j], s[:, j])
        middle[2 * j : 2 * j + 2, 2 * j : 2 * j + 2] = eye + gamma**2 * w @ jac @ jac @ w.T
    operator = np.kron(inverse.T, eye) @ middle @ np.kron(inverse, eye)
    delta = 0.5 / max(np.linalg.eigvals(operator @ h).real)
    metric = np.linalg.inv(operator) - delta * h
    step = delta * velocity.T.ravel()
    squared_radius = step @ metric @ step
    root = np.linalg.cholesky(metric)
    values, vectors = np.linalg.eigh(np.linalg.solve(root, np.linalg.solve(root, h).T))
    pulled = vectors.T @ np.linalg.solve(root, g)
    low, high = 0.0, 1e9
    for _ in range(300):
        middle = (low + high) / 2
        if ((pulled / (values + middle)) ** 2).sum() > squared_radius:
            low = middle
        else:
            high = middle
    minimiser = -np.linalg.solve(root.T, vectors @ (pulled / (values + high)))
    print(",".join(["trust_region"] + [repr(float(x)) for x in [delta, *minimiser]]))


kappa("kappa_logistic", [0 if k % 3 == 0 else 1 for k in range(14)], np.array([[1.5, -1.0], [0.0, 0.0]]), 1)
kappa("kappa_cross_entropy", [(k * k + k // 2) % 3 for k in range(14)], np.array([[0.9, -0.4], [-0.6, 0.3], [0.2, 0.5]]), 3)
trust_region()
