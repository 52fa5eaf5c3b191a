# A simulation that keeps the contract, or breaks it in the way that its one argument before the protocol's says.
import json
import os
import random
import sys
import time

FAULT, ASKED = sys.argv[1:]


def descent(parameters, seed, scratch):
    if FAULT == "extremes" and parameters["width"] > 100:
        return {"status": "failed", "reason": "MemoryError: 101 are too many"}
    if parameters["width"] > 100:
        return {"status": "failed", "reason": "parameter: width: %d (must be at most 100)" % parameters["width"]}
    x = int(seed[:8], 16) / 2**32
    step, saved = 0, os.path.join(scratch, "state")
    if "saves" in FAULT:
        if os.path.exists(saved):
            step, x = json.load(open(saved))
            step += "wrongly" in FAULT
    if FAULT == "chance":
        x += random.random()
    while x > 1e-9 and step < 30:
        step += 1
        x *= max(0.0, 1 - parameters["step_size"])
        if "saves" in FAULT:
            time.sleep(0 if "briefly" in FAULT else 0.001)
            json.dump([step, x], open(saved + "~", "w"))
            os.replace(saved + "~", saved)
    undeclared = {"undeclared": 1} if FAULT == "undeclared" else {}
    return {"status": "not_converged", "steps": step, "final_error": x, "measurements": {"gap": x, **undeclared}}


if ASKED == "describe":
    print(json.dumps({
        "gradsweep": 1, "name": "tried", "version": 1, "streams": {"init": "replicate"},
        "parameters": [{"name": "step_size", "type": "real", "above": 0, "default": 0.5},
                       {"name": "width", "type": "whole", "least": 1, "default": 8},
                       {"name": "mode", "type": "choice", "choices": ["a", "b"], "default": "a"}],
        "measurements": [{"name": "gap", "type": "real"}]}))
else:
    answers = open(1, "w", buffering=1 << 16)  # whatever PYTHONUNBUFFERED says
    for line in sys.stdin:
        asked = json.loads(line)
        answer = {"id": asked["id"], **descent(asked["parameters"], asked["seeds"]["init"], asked["scratch"])}
        if FAULT == "prints":
            print("a stray word", file=answers, flush=True)
        print(json.dumps(answer), file=answers, flush=FAULT != "buffers")
        if FAULT == "prints behind":
            print("a stray word", file=answers, flush=True)
    answers.flush()
    if FAULT == "stays":
        time.sleep(30)
