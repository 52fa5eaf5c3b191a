# python3 attention.py > attention.csv
# The attention head and its chain by other means than ours: gradients by complex steps, the Bayes filter by summing over
# all hidden paths, the closed-form M-step by Gaussian elimination. Rows: name, index, value with 17 digits.
import cmath
import itertools
import math


def value(k):
    return ((k * 7919 + 13) % 1009) / 1009 - 0.5


def matrix(offset, rows, columns, scale):
    return [[scale * value(offset + i * columns + j) for j in range(columns)] for i in range(rows)]


def times(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def transposed(a):
    return [list(column) for column in zip(*a)]


def loss(x, labels, w, detail=None, shift=None, values=None):
    """With a shift (i, j, by) of one score, and other values than those projected, if they are given."""
    q, k, v, o = w
    queries, keys, values = times(x, q), times(x, k), values or times(x, v)
    gathered, logits = [], []
    total = 0
    for i in range(len(x)):
        scores = [sum(a * b for a, b in zip(queries[i], keys[j])) / math.sqrt(len(q[0])) for j in range(i + 1)]
        if shift and shift[0] == i:
            scores[shift[1]] += shift[2]
        weights = [cmath.exp(s) for s in scores]
        alpha = [a / sum(weights) for a in weights]
        gathered.append([sum(alpha[j] * x[j][d] for j in range(i + 1)) for d in range(len(x[0]))])
        z = [sum(alpha[j] * values[j][d] for j in range(i + 1)) for d in range(len(values[0]))]
        z = times([z], o)[0]
        logits.append(z)
        total += cmath.log(sum(cmath.exp(c) for c in z)) - z[labels[i]]
    if detail is not None:
        detail.extend([gathered, logits])
    return total / len(x)


def gradient(x, labels, w):
    h = 1e-30
    result = []
    for m in range(4):
        g = []
        for i in range(len(w[m])):
            row = []
            for j in range(len(w[m][0])):
                moved = [[list(r) for r in a] for a in w]
                moved[m][i][j] += 1j * h
                row.append(loss(x, labels, moved).imag / h)
            g.append(row)
        result.append(g)
    return result


def laws(x, labels, w):
    """The derivatives by scores, row by row up to the diagonal, and by values as if they were free."""
    h = 1e-30
    scores = [loss(x, labels, w, shift=(i, j, 1j * h)).imag / h for i in range(len(x)) for j in range(i + 1)]
    values = times(x, w[2])
    slopes = []
    for j in range(len(values)):
        for d in range(len(values[0])):
            moved = [list(r) for r in values]
            moved[j][d] += 1j * h
            slopes.append(loss(x, labels, w, values=moved).imag / h)
    return scores, slopes


def solve(a, b):
    """X of A X = B, by elimination with pivots."""
    n = len(a)
    rows = [list(a[i]) + list(b[i]) for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                f = rows[r][i] / rows[i][i]
                rows[r] = [p - f * s for p, s in zip(rows[r], rows[i])]
    return [[c / rows[i][i] for c in rows[i][n:]] for i in range(n)]


def closed_form(x, labels, w):
    detail = []
    loss(x, labels, w, detail)
    f, logits = [[[c.real for c in row] for row in part] for part in detail]
    n = len(x)
    d = []
    for i in range(n):
        e = [math.exp(c) for c in logits[i]]
        d.append([(p / sum(e) - (1 if c == labels[i] else 0)) / n for c, p in enumerate(e)])
    o = w[3]
    if len(o) >= len(o[0]):
        inverse = solve(times(transposed(o), o), transposed(o))
    else:
        inverse = transposed(solve(times(o, transposed(o)), o))
    ft = transposed(f)
    change = times(solve(times(ft, f), times(ft, d)), inverse)
    return [[v - 2 * n * c for v, c in zip(*rows)] for rows in zip(w[2], change)]


def moved(w, g, rates):
    return [[[a - r * b for a, b in zip(*rows)] for rows in zip(m, n)] for m, n, r in zip(w, g, rates)]


def show(name, values):
    for i, v in enumerate(values):
        print("%s,%d,%.17g" % (name, i, v))


def flat(a):
    return [c for row in a for c in row]


def head(name, n, symbols, inputs, keys, dimension):
    x = matrix(1000, n, inputs, 2)
    labels = [(t * t + 1) % symbols for t in range(n)]
    w = [matrix(0, inputs, keys, 1.5), matrix(200, inputs, keys, 1.5), matrix(400, inputs, dimension, 1.5),
         matrix(600, dimension, symbols, 1.5)]
    show(name + "_loss", [loss(x, labels, w).real])
    for block, g in zip("qkvo", gradient(x, labels, w)):
        show(name + "_gradient_" + block, flat(g))
    scores, slopes = laws(x, labels, w)
    show(name + "_score_law", scores)
    show(name + "_value_law", slopes)
    for rule in ("sgd", "em_schedule", "em_alternating"):
        at, losses = w, []
        for step in range(6):
            losses.append(loss(x, labels, at).real)
            slow, fast = (0.2, 0.2) if rule == "sgd" else (0.05, 0.5)
            rates = [slow, slow, fast, slow]
            if rule == "em_alternating":
                rates = [slow, slow, 0, slow] if step % 3 < 2 else [0, 0, fast, 0]
            at = moved(at, gradient(x, labels, at), rates)
        show(name + "_" + rule, losses)
    values = closed_form(x, labels, w)
    show(name + "_closed_form", flat(values))
    show(name + "_closed_form_loss", [loss(x, labels, [w[0], w[1], values, w[3]]).real])


def chain_row(symbols, self, exact):
    weights = [(0 if exact else self) if d == 0 else 1 / min(d, symbols - d) for d in range(symbols)]
    row = [(1 - self) * a / sum(weights) for a in weights]
    row[0] += self
    return row


def chain(name, symbols, self, exact):
    row = chain_row(symbols, self, exact)
    show(name + "_row", row)
    show(name + "_entropy", [-sum(p * math.log(p) for p in row if p > 0)])
    show(name + "_eigenvalues",
         [sum(p * math.cos(2 * math.pi * m * d / symbols) for d, p in enumerate(row)) for m in range(symbols)])


def filter_loss(symbols, n, noise):
    """-(1/n) Σ ln P(s_{t+1} | x_1..x_t), from the joint law of all paths."""
    row = chain_row(symbols, 0.4, False)
    mu = matrix(300, symbols, 3, 2)
    walk = [(3 * t * t + t) % symbols for t in range(n + 1)]
    x = [[m + noise * 2 * value(500 + 3 * t + d) for d, m in enumerate(mu[walk[t]])] for t in range(n)]
    total = 0
    for t in range(n):
        joint = [0.0] * symbols
        for path in itertools.product(range(symbols), repeat=t + 2):
            p = 1 / symbols
            for s in range(t + 1):
                p *= math.exp(-sum((a - b) ** 2 for a, b in zip(x[s], mu[path[s]])) / (2 * noise * noise))
                p *= row[(path[s + 1] - path[s]) % symbols]
            joint[path[-1]] += p
        total -= math.log(joint[walk[t + 1]] / sum(joint))
    return total / n


head("wide", 12, 4, 5, 3, 6)
head("narrow", 11, 5, 4, 2, 3)
chain("released", 8, 0.3, False)
chain("exact", 8, 0.3, True)
show("filter", [filter_loss(3, 7, 0.7), filter_loss(4, 5, 1.5)])
