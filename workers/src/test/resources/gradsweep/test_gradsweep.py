# python3 -m unittest test_gradsweep: what gradsweep.py promises to an author, by the programs beside this file.
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

import gradsweep

SEED, OTHER_SEED = "ab" * 32, "0123456789abcdef" * 4

DESCENT = """
    import gradsweep

    @gradsweep.simulation("descent", version=2, measures={"gap": "m", "lucky": gradsweep.flag(about="by chance")}%s)
    def run(t, step_size: float = gradsweep.real(0.1, above=0, about="length"), width=gradsweep.whole(3, least=1),
            mode=gradsweep.choice("good", of=["good", "raise", "exit", "print", "none", "undeclared", "refuse", "nan", "object"]),
            verbose=False, label=gradsweep.text(None), rank=gradsweep.whole(2, added_later=2)):
        '''Gradient descent.

        More of it.
        '''
        x = t.stream("init").gaussians(width)
        design = t.stream("design", scope="study").uniform()
        t.record(error=max(map(abs, x)), loss=design)
        for k in t.steps(1000):
            x = [v - step_size * (i + 1) * v for i, v in enumerate(x)]
            e = max(map(abs, x))
            t.record(error=float("nan") if mode == "nan" else e)
            if mode == "raise" and k == 2:
                raise ValueError("of the code")
            if mode == "exit":
                raise SystemExit(3)
            if mode == "print":
                print("stray", flush=True)
                import os
                os.system("echo stray from below")
            if mode == "none":
                return
            if mode == "undeclared":
                return t.converged(gapp=e)
            if mode == "refuse":
                t.refused("rank: %%d (must be below width)" %% rank)
            if mode == "object":
                return t.converged(gap=object())
            if e < 1e-9:
                return t.converged(final_error=e, gap=e, lucky=False)
        return t.not_converged("out of patience")

    gradsweep.main()
"""

BATCH = """
    import gradsweep

    @gradsweep.simulation("descents", version=1, measures={"gap": "1"}, batch=16)
    def run(t, step_size=gradsweep.real(0.1, above=0), width=gradsweep.whole(3, same_in_batch=True), bad=False):
        x = [s.gaussians(width) for s in t.stream("init")]
        for k in t.steps(300):
            x = [[v - h * (i + 1) * v for i, v in enumerate(row)] for row, h in zip(x, step_size)]
            e = [max(map(abs, row)) for row in x]
            t.record(error=e)
            if k == 5 and any(bad):
                raise ArithmeticError("one of them")
            t.converged([one < 1e-9 for one in e], gap=e)
        t.not_converged()

    gradsweep.main()
"""


class Program:
    def __init__(self, text):
        folder = tempfile.TemporaryDirectory()
        unittest.addModuleCleanup(folder.cleanup)
        self.file = os.path.join(folder.name, "own.py")
        with open(self.file, "w") as file:
            file.write(textwrap.dedent(text))

    def run(self, *arguments, requests=()):
        lines = "".join(json.dumps(request) + "\n" for request in requests)
        return subprocess.run([sys.executable, self.file, *arguments], input=lines, capture_output=True, text=True, timeout=60)

    def answers(self, *requests):
        done = self.run("work", requests=requests)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def request(id=7, seed=SEED, **parameters):
    given = {"step_size": 0.1, "width": 3, "mode": "good", "verbose": False, "label": None, "rank": 2, **parameters}
    return {"id": id, "replicate": 3, "parameters": given, "seeds": {"init": seed, "design": OTHER_SEED}}


def batch(seeds, steps, bad=None):
    n = len(seeds)
    return {"ids": list(range(n)), "replicates": list(range(n)), "seeds": {"init": seeds},
            "parameters": {"step_size": steps, "width": 3, "bad": bad or [False] * n}}


class TestOneTrial(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = Program(DESCENT % "")

    def test_describe_says_what_the_file_declares(self):
        done = self.program.run("describe")
        told = json.loads(done.stdout)
        self.assertEqual(done.stdout.count("\n"), 1)
        self.assertEqual((told["gradsweep"], told["name"], told["version"], told["about"]), (1, "descent", 2, "Gradient descent."))
        self.assertEqual(told["streams"], {"init": "replicate", "design": "study"})
        self.assertEqual([m["name"] for m in told["metrics"]], ["error", "loss"])
        self.assertEqual(told["curve"], {"points": 64, "spacing": "log"})
        parameters = {p["name"]: p for p in told["parameters"]}
        self.assertEqual(parameters["step_size"], {"name": "step_size", "type": "real", "above": 0, "about": "length", "default": 0.1})
        self.assertEqual(parameters["label"], {"name": "label", "type": "text", "unset": True, "default": None})
        self.assertEqual(parameters["verbose"], {"name": "verbose", "type": "flag", "default": False})
        self.assertEqual(parameters["rank"]["added_later"], 2)
        self.assertEqual(parameters["mode"]["choices"][:2], ["good", "raise"])
        self.assertEqual(told["measurements"][1], {"name": "lucky", "type": "flag", "about": "by chance"})
        self.assertEqual(told["environment"]["python"].count("."), 2)

    def test_a_trial_returns_its_outcome_and_the_declared_curve(self):
        (answer,), _ = self.program.answers(request())
        self.assertEqual((answer["id"], answer["status"]), (7, "converged"))
        self.assertEqual(answer["steps"], answer["steps_to_target"])
        self.assertEqual(answer["measurements"], {"gap": answer["final_error"], "lucky": False})
        curve = answer["metrics"]
        self.assertEqual((curve["step"][0], curve["step"][-1]), (0, answer["steps"]))
        self.assertEqual(curve["error"][-1], answer["final_error"])
        self.assertEqual(curve["loss"][1:], [None] * (len(curve["step"]) - 1))

    def test_the_order_of_trials_changes_none(self):
        first, _ = self.program.answers(request(1), request(2, OTHER_SEED), request(3, step_size=0.2))
        last, _ = self.program.answers(request(3, step_size=0.2), request(2, OTHER_SEED), request(1))
        self.assertEqual(first, last[::-1])

    def test_an_exception_is_an_answer_and_its_traceback_goes_to_stderr(self):
        answers, errors = self.program.answers(request(1, mode="raise"), request(2))
        self.assertEqual(answers[0], {"id": 1, "status": "failed", "reason": "ValueError: of the code"})
        self.assertEqual(answers[1]["status"], "converged")
        self.assertIn("in the trial step_size=0.1 width=3 mode=raise", errors)
        self.assertIn("replicate=3", errors)
        self.assertIn("Traceback", errors)

    def test_whatever_ends_badly_is_a_failed_trial(self):
        reasons = {
            "exit": "SystemExit: 3",
            "none": "ValueError: the function returned without an outcome (return t.converged(…) or another)",
            "undeclared": 'ValueError: Cannot return gapp: not declared (measures={"gapp": "1"} in the declaration); did you mean gap?',
            "refuse": "parameter: rank: 2 (must be below width)",
        }
        answers, _ = self.program.answers(*[request(i, mode=mode) for i, mode in enumerate(reasons)])
        self.assertEqual([a["reason"] for a in answers], list(reasons.values()))
        (answer,), _ = self.program.answers(request(mode="object"))
        self.assertRegex(answer["reason"], "^TypeError: Cannot return <object")

    def test_what_a_trial_prints_is_no_line_of_the_protocol(self):
        (answer,), errors = self.program.answers(request(mode="print"))
        self.assertEqual(answer["status"], "converged")
        self.assertIn("stray\n", errors)
        self.assertIn("stray from below", errors)

    def test_three_errors_running_that_are_no_numbers_are_a_divergence(self):
        (answer,), _ = self.program.answers(request(mode="nan"))
        self.assertEqual((answer["status"], answer["steps"], answer["reason"]), ("diverged", 3, "the error is not finite"))

    def test_an_answer_comes_before_the_next_request(self):
        with subprocess.Popen([sys.executable, self.program.file, "work"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            for i in range(3):
                child.stdin.write(json.dumps(request(i)).encode() + b"\n")
                child.stdin.flush()
                self.assertEqual(json.loads(child.stdout.readline())["id"], i)

    def test_one_trial_by_hand_has_the_numbers_that_it_has_in_a_sweep(self):
        done = self.program.run("replicate=3", "seed=18", "step_size=2e-1", "width=4")
        seeds = {"init": gradsweep._seed("descent", 18, "init", "replicate", 3)}
        asked = request(step_size=0.2, width=4)
        asked["seeds"].update(seeds)
        (answer,), _ = self.program.answers(asked)
        self.assertIn("final_error        %r\n" % answer["final_error"], done.stdout)
        self.assertIn("steps              %d\n" % answer["steps"], done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_wrong_arguments_are_one_sentence_each(self):
        for argument, sentence in {
            "step_sise=3": "Cannot use step_sise=3 (must be one of step_size, width, mode, verbose, label, rank, replicate, seed,"
                           " as NAME=VALUE); did you mean step_size?",
            "step_size=0": "Cannot use step_size: 0 (must be a real number above 0)",
            "width=1.5": "Cannot use width: 1.5 (must be a whole number at least 1)",
            "mode=bad": "Cannot use mode: bad (must be one of good, raise, exit, print, none, undeclared, refuse, nan, object)",
            "verbose=1": "Cannot use verbose: 1 (must be true or false)",
            "step_size=nan": "Cannot use step_size: nan (must be a real number above 0)",
            "replicate=-1": "Cannot use replicate: -1 (must be a whole number at least 0)",
        }.items():
            done = self.program.run(argument)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", "own.py: %s\n" % sentence))

    def test_an_exception_by_hand_is_a_traceback(self):
        done = self.program.run("mode=raise")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Traceback", done.stderr)


class TestBatch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = Program(BATCH)

    def alone(self, answer, i):
        return {key: [value[i]] for key, value in answer.items() if key not in ("ids", "measurements")}

    def test_which_trials_share_a_batch_changes_none(self):
        (together, one, two), _ = self.program.answers(
            batch([SEED, OTHER_SEED, SEED], [0.1, 0.3, 40.0]), batch([OTHER_SEED], [0.3]), batch([SEED], [40.0]))
        self.assertEqual(together["status"], ["converged", "converged", "diverged"])
        self.assertEqual(together["reason"][0], None)
        for i, other in ((1, one), (2, two)):
            mine = self.alone(together, i)
            self.assertEqual({key: mine[key] for key in self.alone(other, 0)}, self.alone(other, 0))
            self.assertEqual(together["measurements"]["gap"][i], other["measurements"]["gap"][0])

    def test_a_trial_that_raises_leaves_its_neighbours_alone(self):
        (bad, good), errors = self.program.answers(
            batch([SEED, OTHER_SEED], [0.1, 0.3], [True, False]), batch([OTHER_SEED], [0.3]))
        self.assertEqual(bad["status"], ["failed", "converged"])
        self.assertEqual(bad["reason"], ["ArithmeticError: one of them", None])
        self.assertEqual(bad["metrics"][1], good["metrics"][0])
        self.assertIn("in the trial step_size=[0.1] width=3 bad=[True] replicate=0", errors)

    def test_describe_names_what_a_batch_shares(self):
        told = json.loads(self.program.run("describe").stdout)
        self.assertEqual((told["batch"], told["same_in_batch"]), (16, ["width"]))


class TestDeclarations(unittest.TestCase):
    def error(self, text):
        done = Program("import gradsweep\n" + textwrap.dedent(text)).run("describe")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        return done.stderr.splitlines()[-1]

    def test_errors_name_what_is_wrong(self):
        self.assertEqual(self.error("gradsweep.main()"),
                         "ValueError: Cannot start: no simulation is declared (@gradsweep.simulation above a function)")
        begin = '@gradsweep.simulation("x", version=1)\n'
        self.assertEqual(self.error(begin + "def run(t, a): pass"),
                         "ValueError: Cannot declare a: None (must be gradsweep.real(…), whole, flag, choice or text)")
        self.assertEqual(self.error(begin + "def run(t, a=gradsweep.real(0.0, above=0)): pass"),
                         "ValueError: Cannot declare a: default 0.0 (must be a real number above 0)")
        self.assertEqual(self.error(begin + "def run(t, **more): pass"),
                         "ValueError: Cannot declare *more (every parameter has a name of its own)")
        self.assertEqual(self.error(begin + "def run(t): pass\n" + begin + "def run2(t): pass"),
                         "ValueError: Cannot declare x: this file has declared x (one a file)")
        self.assertEqual(self.error(begin + "def run(t):\n  t.rng('a')\n  t.stream('a', scope='study')"),
                         "ValueError: Cannot declare stream a: both of the study and of each replicate")

    def test_streams_are_read_from_calls_with_a_name(self):
        program = Program("""
            import gradsweep

            @gradsweep.simulation("x", version=1, streams={"c": "study"})
            def run(t):
                for name in ("a", "b"):
                    t.stream(name, "study")
                t.rng(name="named", scope="study"), t.stream("plain"), other.stream("not mine"), t.rng("second", "study")

            gradsweep.main()
            """)
        told = json.loads(program.run("describe").stdout)
        self.assertEqual(told["streams"], {"named": "study", "plain": "replicate", "second": "study", "c": "study"})

    def test_annotations_are_declarations_without_a_default(self):
        program = Program('import gradsweep\n@gradsweep.simulation("x", version=1)\n'
                          "def run(t, a: float, b: int, c: bool, d: str, e: float = 1): pass\ngradsweep.main()")
        told = json.loads(program.run("describe").stdout)
        self.assertEqual([p["type"] for p in told["parameters"]], ["real", "whole", "flag", "text", "real"])
        self.assertNotIn("default", told["parameters"][0])
        done = program.run("b=1")
        self.assertEqual((done.returncode, done.stderr), (2, "own.py: Cannot run without a (must be a real number)\n"))


class TestScratch(unittest.TestCase):
    def test_a_trial_that_was_interrupted_goes_on_to_the_same_bits(self):
        program = Program("""
            import os
            import gradsweep

            @gradsweep.simulation("x", version=1)
            def run(t, dies_at=gradsweep.whole(0)):
                state = t.saved() or {"x": t.stream("start").uniform()}
                x = state["x"]
                for k in t.steps(500):
                    x = 0.9 * x + 0.1 * t.stream("noise").gaussian()
                    t.record(error=x)
                    if k % 10 == 0:
                        t.save(x=x)
                    if k == dies_at and len(state) == 1 and not os.path.exists(t.scratch / "died"):
                        (t.scratch / "died").touch()
                        os.abort()
                return t.not_converged()

            gradsweep.main()
            """)

        def asked(folder, dies_at):
            return {"id": 0, "replicate": 0, "parameters": {"dies_at": dies_at}, "scratch": folder,
                    "seeds": {"start": SEED, "noise": OTHER_SEED}}

        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
            (whole,), _ = program.answers(asked(folder, 0))
            self.assertNotEqual(program.run("work", requests=[asked(other, 57)]).returncode, 0)
            (again,), _ = program.answers(asked(other, 57))
            self.assertEqual(again, whole)
            self.assertEqual(whole["steps"], 500)
            self.assertGreater(len(whole["metrics"]["step"]), 40)


class TestCurve(unittest.TestCase):
    def test_the_last_record_is_kept_even_if_no_other_was_wanted(self):
        program = Program("""
            import gradsweep

            @gradsweep.simulation("x", version=1, curve=(3, "linear"))
            def run(t, last=gradsweep.whole(2)):
                for k in t.steps(100):
                    t.record(error=1 / k, wanted=float(t.wanted))
                    if k == last:
                        return t.converged()

            gradsweep.main()
            """)
        asked = [{"id": i, "replicate": 0, "parameters": {"last": last}, "seeds": {}} for i, last in enumerate((2, 50, 60, 100))]
        answers, _ = program.answers(*asked)
        self.assertEqual([a["metrics"]["step"] for a in answers], [[2], [50], [50, 60], [50, 100]])
        self.assertEqual([a["metrics"]["wanted"] for a in answers], [[0], [1], [1, 0], [1, 1]])
        self.assertEqual([a["final_error"] for a in answers], [1 / 2, 1 / 50, 1 / 60, 1 / 100])

    def test_slots_are_those_of_the_recorder_in_java(self):
        declared = {"name": "x", "batch": None, "parameters": {}, "measurements": {}, "metrics": {}}
        for curve, budget, expected in (
                ({"points": 5, "spacing": "log"}, 1000, [1, 10, 100, 1000]),
                ({"points": 5, "spacing": "linear"}, 1000, [250, 500, 750, 1000]),
                ({"points": 1, "spacing": "log"}, 10, [10]), ({"points": 2, "spacing": "log"}, 10, [10]),
                ({"points": 8, "spacing": "log"}, 4, [1, 2, 3, 4])):
            owner = gradsweep.Simulation(None, {**declared, "curve": curve})
            self.assertEqual(owner.slots(budget)[::-1], expected)


if __name__ == "__main__":
    unittest.main()
