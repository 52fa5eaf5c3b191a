"""Answers batches. The parameter "what" of one of their trials may spoil them."""

import json
import os
import sys
import time

DECLARATION = {
    "gradsweep": 1,
    "name": "batches",
    "version": 1,
    "parameters": [
        {"name": "step_size", "type": "real", "default": 0.5},
        {"name": "width", "type": "whole", "default": 8},
        {"name": "what", "type": "choice", "default": "nothing",
         "choices": ["nothing", "abort", "hang", "print", "failed", "text", "short", "nan", "scratch"]},
    ],
    "measurements": [{"name": "gap"}, {"name": "stream", "type": "text"}],
    "metrics": [{"name": "error"}],
    "streams": {"init": "replicate"},
    "batch": 4,
    "same_in_batch": ["width"],
}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        with open(os.environ.get("BATCH_LOG", os.devnull), "a") as log:
            log.write(line)
        ids = request["ids"]
        parameters = request["parameters"]
        assert len(parameters["step_size"]) == len(ids) == len(request["replicates"])
        assert isinstance(parameters["width"], int)
        n = len(ids)
        gap = [x * r for x, r in zip(parameters["step_size"], request["replicates"])]
        status = ["converged"] * n
        reason = [None] * n
        metrics = [{"step": [0, 1, 2], "error": [1.0, 0.5, 0.25]} for _ in ids]
        for i, what in enumerate(parameters["what"]):
            if what == "abort":
                os.abort()
            elif what == "hang":
                time.sleep(1000)
            elif what == "print":
                print("stray")
            elif what == "failed":
                status[i], reason[i], metrics[i], gap[i] = "failed", "of its own", None, None
            elif what == "text":
                gap[i] = "text"
            elif what == "short":
                ids = ids[:-1]
            elif what == "scratch":
                with open(os.path.join(request["scratch"][i], "state"), "a") as state:
                    state.write("x")
            elif what == "nan":
                gap[i] = float("nan")
        print(json.dumps({
            "ids": ids, "status": status, "reason": reason, "steps": [2] * n, "final_error": [0.25] * n,
            "measurements": {"gap": gap, "stream": request["seeds"]["init"]}, "metrics": metrics}), flush=True)


if sys.argv[1] == "describe":
    print(json.dumps(DECLARATION))
else:
    main()
