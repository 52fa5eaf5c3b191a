# SPDX-License-Identifier: MIT-0
import contextlib

import numpy as np
import scipy.optimize
import gradsweep
METHODS = ["Nelder-Mead", "Powell", "CG", "BFGS", "L-BFGS-B", "TNC", "COBYLA", "SLSQP"]

@gradsweep.simulation("scipy-methods", version=1, measures={"minimum": "1", "distance": "1"})
def run(t, method=gradsweep.choice("BFGS", of=METHODS), dimension=gradsweep.whole(2, least=2, most=100),
        max_steps=gradsweep.whole(20_000, least=1, about="evaluations"), tolerance=gradsweep.real(1e-6, above=0)):
    """How many evaluations does each method of scipy.optimize need on Rosenbrock's function, without a gradient?"""
    evaluations, best = t.steps(max_steps), [np.inf, None]

    def rosenbrock(x):
        next(evaluations)
        best[:] = min(best, [float(scipy.optimize.rosen(x)), x.copy()], key=lambda pair: pair[0])
        t.record(error=best[0])
        if best[0] < tolerance:
            raise StopIteration
        return scipy.optimize.rosen(x)

    with contextlib.suppress(StopIteration, RuntimeError):  # the target is met, or the evaluations are used up
        scipy.optimize.minimize(rosenbrock, t.rng("start").uniform(-2, 2, dimension), method=method, tol=1e-12)
    measured = {"minimum": best[0], "distance": float(np.abs(best[1] - 1).max())}
    return t.converged(**measured) if best[0] < tolerance else t.not_converged(**measured)

gradsweep.main()
