# SPDX-License-Identifier: MIT-0
"""GLPK's solver, a program in C, on models of its own language: gradsweep run glpk.yaml --code glpk.py --files *.mod"""
import math
import re
import subprocess
from pathlib import Path

import gradsweep

HERE = Path(__file__).parent
MANUAL = 2200 / 3  # "the optimal solution is z = 733.333", says the manual


@gradsweep.simulation("glpk", version=1, measures={"answer": "1", "manual_gap": "1", "theory": "1"})
def run(t, model=gradsweep.choice("assignment", of=["manual", "assignment"]),
        method=gradsweep.choice("primal", of=["primal", "dual", "interior", "exact"]),
        size=gradsweep.whole(3, least=2, most=100, about="workers, and jobs, of an assignment")):
    """Do the four algorithms of GLPK agree, with its manual and with the theorem on random assignments?"""
    command = ["glpsol", "--" + method, "--math", str(HERE / (model + ".mod"))]
    if model == "assignment":
        stream = t.stream("costs")
        costs = [["%.12f" % -math.log(1 - stream.uniform()) for _ in range(size)] for _ in range(size)]
        rows = ["%d %s" % (i + 1, " ".join(row)) for i, row in enumerate(costs)]
        table = "param cost : %s :=\n%s;" % (" ".join(str(j + 1) for j in range(size)), "\n".join(rows))
        data = t.scratch / "assignment.dat"
        data.write_text("data;\nparam n := %d;\n%s\nend;\n" % (size, table))
        command += ["--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"^answer (\S+)$", done.stdout, re.MULTILINE)
    if done.returncode != 0 or not found:
        return t.failed("glpsol: " + (done.stdout + done.stderr).strip().splitlines()[-1])
    answer = float(found[1])
    steps = max(map(int, re.findall(r"^[ *#]\s*(\d+): ", done.stdout, re.MULTILINE)), default=0)
    gap = abs(answer - MANUAL) / MANUAL if model == "manual" else None
    theory = sum(1 / k**2 for k in range(1, size + 1)) if model == "assignment" else None
    return t.converged(final_error=gap, final_loss=answer, steps=steps, steps_to_target=steps, answer=answer, manual_gap=gap,
                       theory=theory)


gradsweep.main()
