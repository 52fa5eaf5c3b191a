"""A trivial simulation, so that what is measured is the protocol, and what gradsweep.py adds to it."""

import gradsweep


@gradsweep.simulation("trivial-python", version=1, measures={"gap": "1"})
def run(t, step_size=gradsweep.real(0.1, least=0)):
    gap = abs(1 - step_size)
    return t.not_converged(steps=1, final_error=gap, gap=gap)


gradsweep.main()
