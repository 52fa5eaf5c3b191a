# SPDX-License-Identifier: MIT-0
# The same descent as Descent.java and descent.c, to the last bit: gradsweep run descent.yaml --code descent.py
import math

import gradsweep


@gradsweep.simulation("own-descent", version=1, measures={"gap": "1"})
def run(t, step_size=gradsweep.real(0.1, above=0), width=gradsweep.whole(8, least=1, most=1000)):
    """Gradient descent on a quadratic: how many steps, for which step size?"""
    x = t.stream("init").gaussians(width)
    for step in t.steps(10_000):
        squares = 0.0
        for i in range(width):
            x[i] -= step_size * (i + 1) * x[i]
            squares += x[i] * x[i]
        error = math.sqrt(squares)
        t.record(error=error)
        if error < 1e-9:
            return t.converged(final_error=error, gap=error)
    return t.not_converged(final_error=error, gap=error)


gradsweep.main()
