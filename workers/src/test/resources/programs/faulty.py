"""Halves an error until it is small. What else it does, the parameter "what" says."""

import json
import os
import subprocess
import sys
import time

DECLARATION = {
    "gradsweep": 1,
    "name": "faulty",
    "version": 1,
    "about": "Does the error halve?",
    "parameters": [
        {"name": "start", "type": "real", "above": 0, "default": 1.0, "about": "first error"},
        {"name": "width", "type": "whole", "least": 1, "default": 8},
        {"name": "what", "type": "text", "default": "nothing"},
        {"name": "momentum", "type": "real", "least": 0, "below": 1, "unset": True, "default": None},
        {"name": "folder", "type": "text", "default": ""},
    ],
    "measurements": [
        {"name": "gap", "type": "real", "about": "last error"},
        {"name": "seen", "type": "text"},
        {"name": "count", "type": "whole"},
        {"name": "even", "type": "flag"},
    ],
    "metrics": [{"name": "error", "about": "error"}],
    "streams": {"init": "replicate", "design": "study"},
    "environment": {"python": "3"},
}


def trial(request):
    parameters = request["parameters"]
    error = parameters["start"]
    steps = [0]
    errors = [error]
    while error > 1e-6 and len(steps) < 60:
        error /= 2
        steps.append(len(steps))
        errors.append(error)
    return {
        "id": request["id"],
        "status": "converged",
        "steps": steps[-1],
        "final_error": error,
        "measurements": {
            "gap": error,
            "seen": request["seeds"]["init"],
            "count": request["replicate"],
            "even": request["replicate"] % 2 == 0,
        },
        "metrics": {"step": steps, "error": errors},
    }


def once(folder):
    """True the first time that a trial comes here."""
    try:
        os.mkdir(os.path.join(folder, "once"))
        return True
    except FileExistsError:
        return False


def main():
    out = sys.stdout
    later = None
    for line in sys.stdin:
        request = json.loads(line)
        what = request["parameters"]["what"]
        answer = trial(request)
        if what == "abort":
            os.abort()
        elif what == "abort once" and once(request["parameters"]["folder"]):
            os.abort()
        elif what == "exit":
            sys.exit(3)
        elif what == "exit quietly":
            sys.exit()
        elif what == "hang":
            time.sleep(1000)
        elif what == "hang with children":
            os.system("sleep 1000")
        elif what == "orphan":
            with open(os.path.join(request["parameters"]["folder"], "children"), "a") as children:
                for own_session in (False, True):
                    child = subprocess.Popen(["sleep", "1000"], start_new_session=own_session)
                    children.write("%d\n" % child.pid)
            os._exit(5)
        elif what == "print":
            print("a stray word")
        elif what == "print without an end":
            print("a stray word", end="")
        elif what == "print an object":
            print({"stray": 1})
        elif what == "errors":
            block = "x" * 999 + "\n"
            for _ in range(int(request["parameters"]["start"])):
                sys.stderr.write(block)
        elif what == "nan":
            answer["final_error"] = float("nan")
            answer["measurements"]["gap"] = float("nan")
        elif what == "nan diverged":
            answer["status"] = "diverged"
            answer["final_error"] = float("inf")
            answer["measurements"]["gap"] = float("nan")
            answer["metrics"]["error"] = [float("nan")] * len(answer["metrics"]["step"])
        elif what == "long":
            answer["measurements"]["seen"] = "x" * 100_000_000
        elif what == "failed":
            answer = {"id": request["id"], "status": "failed", "reason": "ValueError: of width"}
            sys.stderr.write("Traceback of width\n")
        elif what == "wrong id":
            answer["id"] += 1000
        elif what == "answer twice":
            out.write(json.dumps(answer) + "\n")
        elif what == "answer late":
            later = later or answer
            if later is answer:
                continue
        elif what == "list":
            out.write("[1, 2]\n")
            out.flush()
            continue
        elif what == "null":
            out.write("null\n")
            out.flush()
            continue
        elif what == "twice":
            out.write(json.dumps(answer)[:-1] + ', "steps": 21}\n')
            out.flush()
            continue
        elif what == "gap twice":
            out.write(json.dumps(answer).replace('"gap": ', '"gap": 1, "gap": ') + "\n")
            out.flush()
            continue
        elif what == "print two lists":
            print([1, 2])
            print([3, 4])
        elif what == "no id":
            del answer["id"]
        elif what == "no gap":
            del answer["measurements"]["gap"]
        elif what == "text":
            answer["measurements"]["gap"] = "small"
        elif what == "unknown":
            answer["stesp"] = 3
        elif what == "broken":
            out.write('{"id": %d, "status": "conv\n' % request["id"])
            out.flush()
            continue
        elif what == "broken in two":
            answer["measurements"]["seen"] = "two\n{lines}"
            out.write(json.dumps(answer).replace("\\n", "\n") + "\n")
            out.flush()
            continue
        elif what == "text id":
            answer["id"] = str(answer["id"])
        elif what == "status":
            answer["status"] = "timed_out"
        elif what == "no error":
            del answer["final_error"]
        elif what == "huge count":
            answer["measurements"]["count"] = 2**63
        elif what == "largest count":
            answer["measurements"]["count"] = 2**63 - 1
        elif what == "momentum":
            answer["measurements"]["seen"] = repr(request["parameters"]["momentum"])
        elif what == "close":
            os.close(1)
            time.sleep(1000)
        elif what == "threads":
            answer["measurements"]["seen"] = os.environ["OMP_NUM_THREADS"]
        elif what == "scratch":
            with open(os.path.join(request["scratch"], "state"), "a") as state:
                state.write("x")
            answer["measurements"]["seen"] = request["scratch"]
        elif what == "own rate":
            answer["rate"] = 0.5
        out.write(json.dumps(answer) + "\n")
        if what == "print behind":
            out.write("done\n")
        out.flush()
        if later and later is not answer:
            out.write(json.dumps(later) + "\n")
            out.flush()
            later = None


if sys.argv[1] == "describe":
    print(json.dumps(DECLARATION))
else:
    main()
