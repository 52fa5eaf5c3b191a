"""The same with batches and numpy."""

import gradsweep
import numpy as np


@gradsweep.simulation("trivial-batch", version=1, measures={"gap": "1"}, batch=256)
def run(t, step_size=gradsweep.real(0.1, least=0)):
    gap = np.abs(1 - step_size)
    t.not_converged(steps=1, final_error=gap, gap=gap)


gradsweep.main()
