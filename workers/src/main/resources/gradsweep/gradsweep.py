# SPDX-License-Identifier: MIT-0. Copy this file beside your simulation, change it, pass it on; nothing is asked for.
"""A simulation of your own for gradsweep, in Python 3.9 or newer; numpy is used if it is there.

    import numpy as np, gradsweep

    @gradsweep.simulation("my-descent", version=1, measures={"gap": "1"})
    def run(t, step_size: float = gradsweep.real(0.1, above=0), width: int = gradsweep.whole(8, least=1)):
        x = t.rng("init").standard_normal(width)
        for k in t.steps(10_000):
            x -= step_size * np.arange(1, width + 1) * x
            e = float(np.linalg.norm(x))
            t.record(error=e)
            if e < 1e-9:
                return t.converged(final_error=e, gap=e)
        return t.not_converged(final_error=e)

    gradsweep.main()

    python my_descent.py step_size=0.05 replicate=3 seed=18     one trial, here
    gradsweep run my_descent.yaml --code my_descent.py          a sweep
    gradsweep try my_descent.py                                 is it fit for one?

The program then speaks protocol 1 of gradsweep (docs/your-own-simulation.md): one line of JSON a trial.
"""

import ast
import contextlib
import difflib
import hashlib
import inspect
import json
import math
import os
import pickle
import platform
import struct
import sys
import tempfile
import traceback
from pathlib import Path

numpy = None  # until a simulation draws from it, or takes batches: importing it is most of a short program's start

PROTOCOL = 1
STATUSES = ("converged", "not_converged", "diverged", "left_domain", "failed")
NUMBERS = ("steps", "steps_to_target", "time", "final_loss", "final_error", "rate", "predicted_rate")
RUNNING_NON_FINITE = 3  # so many errors running that are no finite numbers, and a trial has diverged
_ABSENT = object()


class Refused(Exception):
    """The parameters do not fit together: the sweep is to be changed, not the code."""


# Declarations


class Declared:
    """A typed name: of a parameter, or of something that is measured."""

    def __init__(self, kind, default=_ABSENT, **more):
        self.kind, self.default = kind, default
        self.more = {key: value for key, value in more.items() if value is not None and value is not False}
        if self.more.get("unset") and default is _ABSENT:
            self.default = None
        if default is None:
            self.more["unset"] = True

    def json(self, name):
        declared = {"name": name, "type": self.kind, **self.more}
        declared.pop("same_in_batch", None)  # a key of the whole simulation
        if self.default is not _ABSENT:
            declared["default"] = self.default
        return declared

    def words(self):
        """The values that are right, to complete "must be …"."""
        if self.kind == "choice":
            words = "one of " + ", ".join(self.more["choices"])
        elif self.kind in ("real", "whole"):
            bounds = [("above", "above"), ("least", "at least"), ("below", "below"), ("most", "at most")]
            limits = ["%s %s" % (word, self.more[key]) for key, word in bounds if key in self.more]
            words = "a %s number %s" % (self.kind, " and ".join(limits))
        else:
            words = {"flag": "true or false", "text": "text"}[self.kind]
        return words.strip() + (", or null" if self.more.get("unset") else "")

    def admits(self, value):
        if value is None:
            return bool(self.more.get("unset"))
        if self.kind == "choice":
            return value in self.more["choices"]
        if self.kind in ("flag", "text"):
            return isinstance(value, bool if self.kind == "flag" else str)
        low, high = self.more.get("least", -math.inf), self.more.get("most", math.inf)
        inside = low <= value <= high and math.isfinite(value)
        return inside and self.more.get("above", -math.inf) < value < self.more.get("below", math.inf)

    def typed(self, value):
        """A number as its type: JSON has one kind of numbers."""
        if value is None or isinstance(value, bool):
            return value
        return float(value) if self.kind == "real" else int(value) if self.kind == "whole" else value

    def read(self, name, text):
        """The value that somebody has written on a command line."""
        try:
            value = {"null": None, "true": True, "false": False}[text]
        except KeyError:
            value = text
        if self.kind in ("real", "whole") and isinstance(value, str):
            try:
                number = float(text)
                exact = self.kind == "whole" and text.lstrip("+-").isdigit()
                value = int(text) if exact else number if self.kind == "real" or number % 1 else int(number)
            except (ValueError, OverflowError):
                value = math.nan
        elif self.kind in ("text", "choice") and value is not None:
            value = text
        typed = not isinstance(value, (bool, str)) or self.kind not in ("real", "whole")
        if not typed or self.kind == "whole" and isinstance(value, float) or not self.admits(value):
            raise Refused("Cannot use %s: %s (must be %s)" % (name, text, self.words()))
        return self.typed(value)


def real(default=_ABSENT, *, above=None, least=None, below=None, most=None, unit=None, about=None,
         unset=False, added_later=None, same_in_batch=False):
    """A real number. Without a default a sweep has to give it; None as a default is a number that is not set."""
    return Declared("real", default, above=above, least=least, below=below, most=most, unit=unit, about=about,
                    unset=unset, added_later=added_later, same_in_batch=same_in_batch)


def whole(default=_ABSENT, *, above=None, least=None, below=None, most=None, unit=None, about=None,
          unset=False, added_later=None, same_in_batch=False):
    """A whole number, of 64 bits."""
    return Declared("whole", default, above=above, least=least, below=below, most=most, unit=unit, about=about,
                    unset=unset, added_later=added_later, same_in_batch=same_in_batch)


def flag(default=_ABSENT, *, about=None, unset=False, added_later=None, same_in_batch=False):
    """True or false."""
    declared = Declared("flag", default, about=about, unset=unset, same_in_batch=same_in_batch)
    if added_later is not None:
        declared.more["added_later"] = added_later  # false is a value here
    return declared


def choice(default=_ABSENT, *, of, about=None, unset=False, added_later=None, same_in_batch=False):
    """One of some words: choice("gradient", of=["gradient", "natural"])."""
    return Declared("choice", default, choices=list(of), about=about, unset=unset,
                    added_later=added_later, same_in_batch=same_in_batch)


def text(default=_ABSENT, *, unit=None, about=None, unset=False, added_later=None, same_in_batch=False):
    """Any text."""
    return Declared("text", default, unit=unit, about=about, unset=unset, added_later=added_later,
                    same_in_batch=same_in_batch)


def _declared(name, value, annotation=None):
    """A plain value is a declaration as well: step_size=0.1 is a real number, width=8 a whole one."""
    if isinstance(value, Declared):
        return value
    for kind, types in (("flag", bool), ("whole", int), ("real", float), ("text", str)):
        if isinstance(value, types):
            is_real = kind == "whole" and annotation in (float, "float")
            return Declared("real" if is_real else kind, value)
    raise ValueError("Cannot declare %s: %r (must be gradsweep.real(…), whole, flag, choice or text)" % (name, value))


def _parameters(function):
    found = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise ValueError("Cannot declare *%s (every parameter has a name of its own)" % name)
        default = parameter.default
        if default is parameter.empty:
            kinds = {float: "real", "float": "real", int: "whole", "int": "whole", bool: "flag", "bool": "flag"}
            kind = kinds.get(parameter.annotation, "text" if parameter.annotation in (str, "str") else None)
            default = Declared(kind) if kind else None
        found[name] = _declared(name, default, parameter.annotation)
        if found[name].default is not _ABSENT and not found[name].admits(found[name].default):
            raise ValueError("Cannot declare %s: default %s (must be %s)"
                             % (name, found[name].default, found[name].words()))
    return found


def _used(function):
    """What the file says about its trial `t`: t.rng("init") names a stream, t.record(error=e) a metric.

    Whatever is called save, saved or scratch may be the trial's: then it gets a folder.
    """
    streams, metrics, scratch = {}, {}, False
    me = next(iter(inspect.signature(function).parameters), None)
    try:
        tree = ast.parse(Path(function.__code__.co_filename).read_bytes())
    except (OSError, SyntaxError):
        return streams, metrics, True
    for call in ast.walk(tree):
        scratch = scratch or isinstance(call, ast.Attribute) and call.attr in ("save", "saved", "scratch")
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name) and call.func.value.id == me):
            continue
        if call.func.attr == "record":
            metrics.update({key.arg: "1" for key in call.keywords if key.arg not in (None, "time")})
        elif call.func.attr in ("rng", "stream"):
            given = dict(zip(("name", "scope"), call.args), **{key.arg: key.value for key in call.keywords})
            name, scope = (getattr(given.get(key), "value", None) for key in ("name", "scope"))
            scope = scope or "replicate"
            if isinstance(name, str) and streams.setdefault(name, scope) != scope:
                raise ValueError("Cannot declare stream %s: both of the study and of each replicate" % name)
    return streams, metrics, scratch


def _import_numpy():
    global numpy
    with contextlib.suppress(ImportError):
        import numpy


_simulation = None


def simulation(name, *, version, about=None, measures=None, metrics=None, streams=None, curve=(64, "log"), threads=None,
               memory=None, scratch=None, batch=None, environment=None):
    """Declares the function below it as the simulation of this file.

    version rises when the same parameters and seed give other numbers. measures: {"gap": "1"}, a unit each, or a
    declaration such as gradsweep.whole(unit="1"). metrics and streams are read from the calls t.record(error=…) and
    t.rng("init") in this file; those that are called in another way are named here. threads, memory ("2g"): of one trial.
    scratch=True: another file calls t.save or t.scratch.
    environment: {"name": "version"} of what the numbers depend on; Python, numpy and scipy are there.
    """

    def declare(function):
        global _simulation
        if _simulation is not None:
            raise ValueError("Cannot declare %s: this file has declared %s (one a file)" % (name, _simulation.name))
        seen_streams, seen_metrics, seen_scratch = _used(function)
        if batch or seen_streams or streams:
            _import_numpy()
        _simulation = Simulation(function, {
            "gradsweep": PROTOCOL,
            "name": name,
            "version": version,
            "about": about or " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split()),
            "parameters": _parameters(function),
            "measurements": {key: _declared(key, real(unit=value) if isinstance(value, str) else value)
                             for key, value in (measures or {}).items()},
            "metrics": {**seen_metrics, **(metrics or {})},
            "streams": {**seen_streams, **(streams or {})},
            "curve": {"points": curve[0], "spacing": curve[1]},
            "threads": threads, "memory": memory,
            "scratch": not batch and (seen_scratch if scratch is None else scratch),
            "batch": batch, "environment": environment})
        if function.__module__ == "__main__" and sys.argv[1:] in (["describe"], ["work"]):
            _protocol_streams()  # what the file prints from here on is no line of the protocol
        return function

    return declare


# Random numbers: the bits of gradsweep's streams


class Stream:
    """gradsweep's own generator, the same numbers as in Java: xoshiro256++, as results-schema/SPEC.md has it."""

    def __init__(self, seed):
        self._state = struct.unpack(">4Q", bytes.fromhex(seed))
        self._spare = None

    def word(self):
        """64 random bits."""
        a, b, c, d = self._state
        mask = 0xFFFFFFFFFFFFFFFF
        total = (a + d) & mask
        word = ((total << 23 & mask | total >> 41) + a) & mask
        shifted = b << 17 & mask
        c ^= a
        d ^= b
        self._state = (a ^ d, b ^ c, c ^ shifted, (d << 45 | d >> 19) & mask)
        return word

    def uniform(self):
        """Uniform on [0, 1)."""
        return (self.word() >> 11) * 2.0**-53

    def below(self, bound):
        """Uniform on 0 … bound-1, without bias."""
        if not 1 <= bound < 2**31:
            raise ValueError("Cannot draw below: %s (must be at least 1, and below 2^31)" % bound)
        threshold = 2**64 % bound
        while True:
            product = self.word() * bound
            if product & 0xFFFFFFFFFFFFFFFF >= threshold:
                return product >> 64

    def gaussian(self):
        """Standard normal."""
        if self._spare is not None:
            spare, self._spare = self._spare, None
            return spare
        while True:
            u = 2 * self.uniform() - 1
            v = 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                factor = math.sqrt(-2 * _log(s) / s)
                self._spare = v * factor
                return u * factor

    def uniforms(self, n):
        return [self.uniform() for _ in range(n)]

    def gaussians(self, n):
        return [self.gaussian() for _ in range(n)]


def _log(x):
    """fdlibm's logarithm of a positive normal number, which is Java's StrictMath.log: the libraries' differ in last bits."""
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    high = bits >> 32 & 0xFFFFF
    up = (high + 0x95F64) & 0x100000
    k = float((bits >> 52) - 1023 + (up >> 20))
    f = struct.unpack("<d", struct.pack("<q", (high | up ^ 0x3FF00000) << 32 | bits & 0xFFFFFFFF))[0] - 1.0
    k_high, k_low = k * 6.93147180369123816490e-01, k * 1.90821492927058770002e-10
    if (2 + high) & 0xFFFFF < 3:
        r = f * f * (0.5 - 0.33333333333333333 * f)
        return f - r if k == 0 else k_high - ((r - k_low) - f)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
                                                + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    r = even + odd
    if (high - 0x6147A) | (0x6B851 - high) > 0:
        half = 0.5 * f * f
        return f - (half - s * (half + r)) if k == 0 else k_high - ((half - (s * (half + r) + k_low)) - f)
    return f - s * (f - r) if k == 0 else k_high - ((s * (f - r) - k_low) - f)


def _rng(seed):
    if numpy is None:
        raise RuntimeError("Cannot draw from numpy: it is not installed (t.stream(name) needs nothing)")
    return numpy.random.Generator(numpy.random.PCG64(int(seed, 16)))


def _seed(name, base_seed, purpose, scope, replicate):
    """The bits of a stream, as results-schema/SPEC.md has them: in a sweep gradsweep sends them."""
    digest = hashlib.sha256()
    parts = ("gradsweep-stream-1", name, str(base_seed), purpose, scope, str(replicate) if scope == "replicate" else "")
    for part in map(str.encode, parts):
        digest.update(b"%d:%s" % (len(part), part))
    return digest.hexdigest()


# What a simulation reports to


class _Ended(BaseException):
    """Ends the function of a trial that has diverged, past any `except Exception` in it."""


class _Steps:
    """Counts steps and knows which of them are wanted for the curve."""

    def __init__(self, owner, seeds):
        self._owner, self._seeds, self._made = owner, seeds, {}
        self.step = 0
        self._slots, self._next, self._rows, self._last = None, 0, [], None

    def rng(self, name, scope="replicate"):
        """numpy's generator of this name, on bits of gradsweep's stream; scope "study": the same in every replicate."""
        return self._generator(_rng, name)

    def stream(self, name, scope="replicate"):
        """gradsweep's generator of this name: the same numbers in every language."""
        return self._generator(Stream, name)

    def _generator(self, kind, name):
        if (kind, name) not in self._made:
            if name not in self._seeds:
                raise ValueError('Cannot use stream %s: not declared (streams={"%s": "replicate"} in the declaration)'
                                 % (name, name))
            seed = self._seeds[name]
            self._made[kind, name] = list(map(kind, seed)) if isinstance(seed, list) else kind(seed)
        return self._made[kind, name]

    def steps(self, most):
        """Counts 1, 2, … most: for k in t.steps(10_000). Steps that count are those that have begun."""
        if self._slots is not None:
            raise ValueError("Cannot count steps twice (one t.steps a trial)")
        self._slots = self._owner.slots(max(1, int(most)))
        self._next = self._following(self.step)
        for self.step in range(self.step + 1, int(most) + 1):
            yield self.step
            if self._over():
                return

    def _following(self, step):
        while self._slots and self._slots[-1] <= step:
            self._slots.pop()
        return self._slots[-1] if self._slots else math.inf

    @property
    def wanted(self):
        """Whether the curve keeps this step: what is dear to compute need not be recorded at the others."""
        return self.step >= self._next

    def record(self, **values):
        """Reports the metrics of this step; of those, the steps of the declared curve are kept, and the last one."""
        for name in values:
            if name not in self._owner.columns:
                raise ValueError('Cannot record %s: not declared (metrics={"%s": "1"} in the declaration)' % (name, name))
        self._watch(values.get("error"))
        row = (self.step, values)
        if self._rows and self._rows[-1][0] == self.step:
            self._rows[-1] = row
        elif self.wanted:
            self._rows.append(row)
            self._next = self._following(self.step) if self._slots is not None else 0
        self._last = row

    def _all_rows(self):
        is_kept = self._last is None or self._rows and self._rows[-1][0] == self._last[0]
        return self._rows if is_kept else self._rows + [self._last]

    def _curve(self, rows):
        if not self._owner.columns:
            return None
        columns = {"step": [step for step, _ in rows]}
        for name in self._owner.columns:
            if name != "time" or rows and "time" in rows[0][1]:
                columns[name] = [row.get(name) for _, row in rows]
        return columns


class Trial(_Steps):
    """One trial: its streams, its steps, its end."""

    def __init__(self, owner, replicate, seeds, scratch):
        super().__init__(owner, seeds)
        self.replicate = replicate
        self._scratch, self._non_finite, self._end = scratch, 0, None

    @property
    def scratch(self):
        """A folder of this trial's own, kept until its row is there: save here what a next attempt goes on from."""
        self._require_scratch()
        if self._scratch is None:
            self._scratch = tempfile.mkdtemp(prefix="gradsweep-scratch-")
        folder = Path(self._scratch)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _require_scratch(self):
        if not self._owner.has_scratch():
            raise ValueError("Cannot use a scratch folder: not declared (scratch=True in the declaration)")

    def save(self, **state):
        """Saves a long trial as it is after this step: t.save(x=x). An attempt that is interrupted goes on from there."""
        self._require_scratch()
        if self._scratch is None:
            return
        with open(self.scratch / "state~", "wb") as file:
            pickle.dump((self.step, self._rows, self._last, self._non_finite, self._made, state), file)
        os.replace(self.scratch / "state~", self.scratch / "state")

    def saved(self):
        """What the last attempt saved, as a dictionary, or None: call it before t.steps, which then goes on after it."""
        self._require_scratch()
        if self._scratch is None or not os.path.exists(os.path.join(self._scratch, "state")):
            return None
        with open(self.scratch / "state", "rb") as file:
            self.step, self._rows, self._last, self._non_finite, self._made, state = pickle.load(file)
        return state

    def _watch(self, error):
        if error is not None:
            self._non_finite = 0 if error - error == 0 else self._non_finite + 1

    def _over(self):
        if self._non_finite >= RUNNING_NON_FINITE:
            self.diverged("the error is not finite")
            raise _Ended()
        return False

    def converged(self, **values):
        """Ends the trial at its target: return t.converged(final_error=e, gap=e)."""
        values.setdefault("steps_to_target", self.step)
        return self._finish("converged", values)

    def not_converged(self, reason=None, **values):
        return self._finish("not_converged", values, reason)

    def diverged(self, reason=None, **values):
        return self._finish("diverged", values, reason)

    def left_domain(self, reason=None, **values):
        return self._finish("left_domain", values, reason)

    def failed(self, reason, **values):
        return self._finish("failed", values, reason)

    def refused(self, reason):
        """The parameters do not fit together; the reason names them: t.refused("rank: 9 (must be below width, 8)")."""
        raise Refused(reason)

    def _finish(self, status, values, reason=None):
        if status in ("converged", "not_converged") and self._last and "error" in self._last[1]:
            values.setdefault("final_error", self._last[1]["error"])
        self._end = self._owner.end(status, reason, self.step, values)
        return self._end

    def answer(self):
        if self._end is None:
            raise ValueError("the function returned without an outcome (return t.converged(…) or another)")
        curve = self._curve(self._all_rows())
        return self._end if curve is None else {**self._end, "metrics": curve}


class Batch(_Steps):
    """Trials that run in step: parameters, streams and errors are arrays with one place a trial.

    t.converged(error < 1e-9, final_error=error) ends those of them that still run and where it is true;
    t.not_converged(final_error=error) those that are left. t.running says which still run.
    """

    def __init__(self, owner, replicates, seeds):
        super().__init__(owner, seeds)
        self.replicates, self.size = replicates, len(replicates)
        self.running = _array([True] * self.size)
        self._non_finite = [0] * self.size
        self._ends, self._ended_rows = [None] * self.size, [None] * self.size

    def record(self, **values):
        super().record(**{name: value.copy() if hasattr(value, "copy") else value for name, value in values.items()})

    def _watch(self, error):
        if error is None:
            return
        errors = _listed(error, self.size)
        for i in [i for i, e in enumerate(errors) if e - e != 0] or (range(self.size) if any(self._non_finite) else ()):
            self._non_finite[i] = self._non_finite[i] + 1 if errors[i] - errors[i] != 0 else 0

    def _over(self):
        lost = [n >= RUNNING_NON_FINITE for n in self._non_finite]
        if any(lost):
            self.diverged(lost, "the error is not finite")
        return not any(self.running)

    def converged(self, where=True, **values):
        values.setdefault("steps_to_target", self.step)
        self._finish("converged", where, values)

    def not_converged(self, where=True, reason=None, **values):
        self._finish("not_converged", where, values, reason)

    def diverged(self, where=True, reason=None, **values):
        self._finish("diverged", where, values, reason)

    def left_domain(self, where=True, reason=None, **values):
        self._finish("left_domain", where, values, reason)

    def failed(self, where=True, reason=None, **values):
        self._finish("failed", where, values, reason)

    def _finish(self, status, where, values, reason=None):
        where = _listed(where, self.size)
        ending = [i for i in range(self.size) if where[i] and self.running[i]]
        if not ending:
            return
        if status in ("converged", "not_converged") and self._last and "error" in self._last[1]:
            values.setdefault("final_error", self._last[1]["error"])
        columns = {name: _listed(value, self.size) for name, value in values.items()}
        reasons = _listed(reason, self.size)
        kept = len(self._rows), self._all_rows()[len(self._rows):]  # rows so far, and the last one if it is none of them
        for i in ending:
            mine = {name: column[i] for name, column in columns.items()}
            self._ends[i] = self._owner.end(status, reasons[i], self.step, mine)
            self._ended_rows[i] = kept
            self.running[i] = False

    def answers(self):
        if any(self.running):
            raise ValueError("the function returned while trials ran (t.not_converged(…) ends those that are left)")
        listed = {}  # rows are shared by the trials of a batch
        metrics = []
        for i, (kept, last) in enumerate(self._ended_rows):
            mine = []
            for step, row in self._rows[:kept] + last:
                if step not in listed:
                    listed[step] = {name: _listed(value, self.size) for name, value in row.items()}
                mine.append((step, {name: value[i] for name, value in listed[step].items()}))
            metrics.append(self._curve(mine))
        return self._ends, metrics


def _array(values):
    return values if numpy is None or None in values or isinstance(values[0], str) else numpy.array(values)


def _listed(value, size):
    """One value a trial, from an array, a list, or one value for all."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return value if isinstance(value, list) else [value] * size


class Simulation:
    """A declared function, and how it answers."""

    def __init__(self, function, declared):
        self._function, self._declared = function, declared
        self.name, self.batch = declared["name"], declared["batch"]
        self.parameters, self.measurements = declared["parameters"], declared["measurements"]
        self.columns = {"time": None, **declared["metrics"]} if declared["metrics"] else {}
        self._slots = {}

    def has_scratch(self):
        return self._declared["scratch"]

    def describe(self):
        declared = {key: value for key, value in self._declared.items() if value is not None}
        for kind in ("parameters", "measurements"):
            declared[kind] = [value.json(name) for name, value in declared[kind].items()]
        declared["metrics"] = [{"name": name, "unit": unit} for name, unit in declared["metrics"].items()]
        declared["same_in_batch"] = [name for name, value in self.parameters.items() if "same_in_batch" in value.more]
        versions = {"python": platform.python_version()}
        versions.update({name: sys.modules[name].__version__ for name in ("numpy", "scipy") if name in sys.modules
                         and sys.modules[name] is not None})
        declared["environment"] = {**versions, **(self._declared["environment"] or {})}
        return declared

    def slots(self, budget):
        """The steps of the declared curve but the first, last first: as far apart as its spacing says."""
        if budget not in self._slots:
            last, log = self._declared["curve"]["points"] - 1, self._declared["curve"]["spacing"] == "log"
            steps = {budget} if last >= 0 else set()
            for slot in range(1, last):
                exact = budget ** ((slot - 1) / max(1, last - 1)) if log else slot / last * budget
                steps.add(math.floor(exact + 0.5))
            self._slots = {budget: sorted(steps, reverse=True)}  # trials of a sweep mostly have one budget
        return self._slots[budget].copy()

    def end(self, status, reason, step, values):
        """One outcome: what was given, by the names of the protocol and of the declared measurements."""
        outcome = {"status": status, "steps": step}
        if reason is not None:
            outcome["reason"] = str(reason)
        measured = dict.fromkeys(self.measurements)
        for name, value in values.items():
            if name in NUMBERS:
                outcome[name] = value
            elif name in measured:
                measured[name] = value
            else:
                near = difflib.get_close_matches(name, [*measured, *NUMBERS], 1)
                raise ValueError('Cannot return %s: not declared (measures={"%s": "1"} in the declaration)%s'
                                 % (name, name, "; did you mean %s?" % near[0] if near else ""))
        if measured:
            outcome["measurements"] = measured
        return outcome

    def trial(self, replicate, parameters, seeds, scratch):
        """Runs one trial; what the function throws passes through."""
        trial = Trial(self, replicate, seeds, scratch)
        try:
            self._function(trial, **{name: self.parameters[name].typed(value) for name, value in parameters.items()})
        except _Ended:
            pass
        return trial.answer()

    def trials(self, replicates, parameters, seeds):
        batch = Batch(self, replicates, seeds)
        arrays = {name: _array([self.parameters[name].typed(v) for v in value]) if isinstance(value, list)
                  else self.parameters[name].typed(value) for name, value in parameters.items()}
        with numpy.errstate(all="ignore") if numpy else contextlib.nullcontext():
            self._function(batch, **arrays)
        return batch.answers()

    def answer(self, request):
        """The answer to one request, whatever happens in the trial."""
        if "ids" in request:
            return self._batch_answer(request)
        return {"id": request["id"], **self._explained(request["replicate"], request["parameters"], lambda: self.trial(
            request["replicate"], request["parameters"], request["seeds"], request.get("scratch")))}

    def _batch_answer(self, request):
        ids, parameters = request["ids"], request["parameters"]
        try:
            ends, metrics = self.trials(request["replicates"], parameters, request["seeds"])
        except BaseException:
            if len(ids) > 1:  # one of them: which is found by running each alone, so that a neighbour keeps its row
                ends, metrics = [], []
                for i in range(len(ids)):
                    end, metric = self._alone(request, i)
                    ends.append(end)
                    metrics.append(metric)
            else:
                end = self._explained(request["replicates"][0], parameters, self._raise_again)
                ends, metrics = [end], [None]
        answer = {"ids": ids, **{key: [end.get(key) for end in ends] for key in ("status", "reason", *NUMBERS)
                                 if any(key in end for end in ends)}}
        if self.measurements:
            answer["measurements"] = {name: [end.get("measurements", {}).get(name) for end in ends]
                                      for name in self.measurements}
        if self.columns:
            answer["metrics"] = metrics
        return answer

    def _alone(self, request, i):
        pick = {name: [value[i]] if isinstance(value, list) else value for name, value in request["parameters"].items()}
        seeds = {name: [seed[i]] for name, seed in request["seeds"].items()}
        try:
            ends, metrics = self.trials([request["replicates"][i]], pick, seeds)
            return ends[0], metrics[0]
        except BaseException:
            return self._explained(request["replicates"][i], pick, self._raise_again), None

    @staticmethod
    def _raise_again():
        raise  # noqa: PLE0704

    def _explained(self, replicate, parameters, run):
        try:
            return run()
        except KeyboardInterrupt:
            raise
        except Refused as e:
            return {"status": "failed", "reason": "parameter: %s" % e}
        except BaseException as e:
            given = " ".join("%s=%s" % (name, value) for name, value in parameters.items())
            sys.stderr.write("%sin the trial %s replicate=%s\n" % (traceback.format_exc(), given, replicate))
            sys.stderr.flush()
            return {"status": "failed", "reason": traceback.format_exception_only(type(e), e)[-1].strip()}


# The program


_protocol = None


def _protocol_streams():
    """Takes standard input and output for the protocol; what else is printed, by Python or below it, goes to stderr."""
    global _protocol
    if _protocol is None:
        sys.stdout.flush()
        _protocol = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
    return _protocol


def _plain(value):
    """numpy's numbers and arrays as Python's."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError("Cannot return %r (must be a number, true or false, or text)" % (value,))


_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(default=_plain, separators=(",", ":")).encode


def _unwritable(answer, reason):
    """The answer instead of one that is no JSON."""
    if "ids" not in answer:
        return {"id": answer["id"], "status": "failed", "reason": reason}
    size = len(answer["ids"])
    return {"ids": answer["ids"], "status": ["failed"] * size, "reason": [reason] * size}


def _work():
    requests, answers = _protocol_streams()
    for line in requests:
        answer = _simulation.answer(_decode(line.decode())[0])
        try:
            encoded = _encode(answer)
        except (TypeError, ValueError) as e:
            encoded = _encode(_unwritable(answer, "%s: %s" % (type(e).__name__, e)))
        answers.write(encoded.encode() + b"\n")
        answers.flush()


def _one(arguments):
    """One trial here, with its prints and its traceback, and the numbers that it has in a sweep."""
    given, where = {}, {"replicate": 0, "seed": 0}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        known = [*_simulation.parameters, *where]
        if not equals or name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise Refused("Cannot use %s (must be one of %s, as NAME=VALUE)%s"
                          % (argument, ", ".join(known), "; did you mean %s?" % near[0] if near else ""))
        declared = Declared("whole", least=0 if name == "replicate" else None) if name in where else None
        (where if declared else given)[name] = (declared or _simulation.parameters[name]).read(name, value)
    for name, parameter in _simulation.parameters.items():
        if given.setdefault(name, parameter.default) is _ABSENT:
            raise Refused("Cannot run without %s (must be %s)" % (name, parameter.words()))
    seeds = {name: _seed(_simulation.name, where["seed"], name, scope, where["replicate"])
             for name, scope in _simulation.describe()["streams"].items()}
    if _simulation.batch:
        arrays = {name: value if _simulation.parameters[name].more.get("same_in_batch") else [value]
                  for name, value in given.items()}
        ends, metrics = _simulation.trials([where["replicate"]], arrays, {name: [s] for name, s in seeds.items()})
        answer = {**ends[0], "metrics": metrics[0] or {}}
    else:
        answer = _simulation.trial(where["replicate"], given, seeds, None)
    curve = answer.pop("metrics", {})
    answer.update(answer.pop("measurements", {}))
    for name, value in answer.items():
        print("%-18s %s" % (name, "" if value is None else _encode(value).strip('"')))
    if curve:
        print("%-18s %d points of %s" % ("curve", len(curve["step"]), ", ".join(k for k in curve if k != "step")))
    return 1 if answer["status"] == "failed" else 0


def _usage():
    lines = ["%s: %s" % (_simulation.name, _simulation.describe()["about"]), "",
             "python %s [NAME=VALUE …] [replicate=0] [seed=0]   runs one trial" % os.path.basename(sys.argv[0]), ""]
    for name, parameter in _simulation.parameters.items():
        default = "required" if parameter.default is _ABSENT else "default %s" % (parameter.default,)
        lines.append("  %-18s %s; %s. %s" % (name, parameter.words(), default, parameter.more.get("about", "")))
    print("\n".join(lines))
    return 0


def main():
    """The last line of a simulation's file: answers gradsweep, or runs one trial by hand."""
    if _simulation is None:
        raise ValueError("Cannot start: no simulation is declared (@gradsweep.simulation above a function)")
    arguments = sys.argv[1:]
    if arguments == ["describe"]:
        _protocol_streams()[1].write(_encode(_simulation.describe()).encode() + b"\n")
        _protocol_streams()[1].flush()
    elif arguments == ["work"]:
        _work()
    elif arguments in (["-h"], ["--help"]):
        sys.exit(_usage())
    else:
        try:
            sys.exit(_one(arguments))
        except Refused as e:
            sys.stderr.write("%s: %s\n" % (os.path.basename(sys.argv[0]), e))
            sys.exit(2)
