# SPDX-License-Identifier: MIT-0
"""Full-batch gradient descent at the edge of stability: gradsweep run edge-of-stability.yaml --code edge_of_stability.py"""
import numpy as np

import gradsweep


def hessian(x, h, w, residual):
    """Of the loss, in the weights into the hidden units, their biases, the weights out of them, and the last bias."""
    n, width = h.shape
    d = 1 - h * h  # tanh'
    j = np.hstack([w * d * x, w * d, h, np.ones((n, 1))])
    r = residual / n
    curved, mixed, units = -2 * w * h * d * r, d * r, np.arange(width)  # tanh'' = -2 tanh tanh'
    H = j.T @ j / n
    H[units, units] += (curved * x * x).sum(axis=0)
    H[units + width, units + width] += curved.sum(axis=0)
    for a, b, value in ((0, 1, curved * x), (0, 2, mixed * x), (1, 2, mixed)):
        H[units + a * width, units + b * width] += value.sum(axis=0)
        H[units + b * width, units + a * width] += value.sum(axis=0)
    return H


@gradsweep.simulation("edge-of-stability", version=1, curve=(201, "linear"),
                      measures={"sharpness_start": "1", "sharpness_end": "1", "times_edge": "1", "loss_rises": "1"})
def run(t, step_size=gradsweep.real(0.2, above=0, about="η of gradient descent"),
        degree=gradsweep.whole(4, least=1, about="of the Chebyshev polynomial that is learned"),
        width=gradsweep.whole(50, least=1, about="hidden units"),
        num_samples=gradsweep.whole(20, least=2, about="points of [-1, 1], evenly spaced"),
        max_steps=gradsweep.whole(20_000, least=10)):
    """Where does the sharpness of gradient descent settle? A tanh network learns a polynomial on the line."""
    x = np.linspace(-1, 1, num_samples)[:, None]
    y = np.cos(degree * np.arccos(x))
    rng = t.rng("init")
    u, c = rng.uniform(-1, 1, (2, 1, width))  # uniform within 1/√(inputs), here and below
    w, b = rng.uniform(-1, 1, (1, width)) / np.sqrt(width), 0.0
    sharpness, rises, before = [], 0, np.inf
    for step in t.steps(max_steps):
        h = np.tanh(x * u + c)
        residual = (h * w).sum(axis=1, keepdims=True) + b - y
        loss = float((residual * residual).mean() / 2)
        rises, before = rises + (loss > before), loss
        if t.wanted or step in (1, max_steps):  # the largest eigenvalue, of this step's weights
            sharpness.append(float(np.linalg.eigvalsh(hessian(x, h, w, residual))[-1]))
            t.record(error=loss, sharpness=sharpness[-1], times_edge=sharpness[-1] * step_size / 2)
        if not loss < 1e6:
            return t.diverged("the loss is above 1e6")
        r = residual / num_samples
        back = r * w * (1 - h * h)
        u = u - step_size * (back * x).sum(axis=0, keepdims=True)
        c = c - step_size * back.sum(axis=0, keepdims=True)
        w = w - step_size * (h * r).sum(axis=0, keepdims=True)
        b = b - step_size * float(r.sum())
    end = float(np.mean(sharpness[-len(sharpness) // 4:]))  # it oscillates: the mean over the last quarter
    return t.not_converged("max_steps", final_error=loss, sharpness_start=sharpness[0], sharpness_end=end,
                           times_edge=end * step_size / 2, loss_rises=rises)


gradsweep.main()
