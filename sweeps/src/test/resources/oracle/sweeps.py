# python3 sweeps.py < sweeps.jsonl
# An independent reading of docs/sweeps.md, and of SPEC.md's section "Trial id": what sweeps come to, by brute force. The first
# line of the input declares the simulation, each other line is a sweep with the files that it extends, values from outside, and
# whether quick counts. For each comes a line with the number of its trials, or "refused", then the trials in the order of ids.
import ast
import hashlib
import itertools
import json
import math
import re
import sys
from decimal import Decimal

KEYS = ("grid", "replicates", "seed")


class Refused(Exception):
    pass


# --- values


def snapped(x):
    """The number of at most ten digits that is within four units in the last place, if there is one."""
    near = float("%.9e" % x)
    return near if abs(near - x) <= 4 * math.ulp(x) else x


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & (2**64 - 1)


def digest(*parts):
    return hashlib.sha256(b"".join(b"%d:%s" % (len(p.encode()), p.encode()) for p in parts))


def uniforms(seed, axis):
    """xoshiro256++ from a hash of the base seed and the axis' name."""
    words = digest("gradsweep-sweep-stream-1", str(seed), "axis:" + axis).digest()
    s = [int.from_bytes(words[8 * i : 8 * i + 8], "big") for i in range(4)]
    while True:
        word = (rotl((s[0] + s[3]) % 2**64, 23) + s[0]) % 2**64
        t = (s[1] << 17) % 2**64
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        yield (word >> 11) * 2.0**-53


def expression(text, seed, axis):
    function, arguments = re.fullmatch(r"(\w+)\((.*)\)", text).groups()
    first, last, third = (Decimal(a.strip()) for a in arguments.split(","))
    a, b = float(first), float(last)
    if function == "range":
        count = math.ceil((last - first) / third)
        values = [first + i * third for i in range(count)]
        whole = all(re.fullmatch(r"\s*-?[0-9]+\s*", argument) for argument in arguments.split(","))
        return [int(v) if whole else float(v) for v in values]
    n = int(third)
    if function == "uniform":
        return [a + (b - a) * u for u in itertools.islice(uniforms(seed, axis), n)]
    if function == "linspace":
        inner = [a + i * ((b - a) / (n - 1)) for i in range(1, n - 1)]
        return [a] + [snapped(x) for x in inner] + ([b] if n > 1 else [])
    # the tests ask for spacings of short numbers only: from fifty digits, rounded once
    low, high = (first, last) if function == "logspace" else (first.log10(), last.log10())
    points = [Decimal(10) ** (low + i * (high - low) / max(1, n - 1)) for i in range(n)]
    return [snapped(float(p)) for p in points]


def items(values):
    return values if isinstance(values, list) else [values]


def is_expression(value):
    return isinstance(value, str) and "(" in value


def listed(values, seed, axis):
    parts = [expression(v, seed, axis) if is_expression(v) else [v] for v in items(values)]
    return [value for part in parts for value in part]


def read(parameter, value):
    """The value as the parameter holds it."""
    kind = parameter["type"]
    if value is None:
        if not parameter["can_be_unset"]:
            raise Refused
        return None
    if kind in ("flag", "text"):
        choices = parameter["choices"]
        fits = isinstance(value, bool if kind == "flag" else str) and (not choices or value in choices)
        if not fits:
            raise Refused
        return value
    if isinstance(value, (bool, str)) or value < parameter["least"]:
        raise Refused
    if kind == "real":
        return float(value) + 0.0
    near = round(value)
    if abs(value - near) > 1e-9 * abs(near):
        raise Refused
    return near


# --- layers


def blocks(grid):
    return [{}] if grid is None else items(grid)


def zips(block):
    return items(block.get("zip", []))


def names(block, name):
    return name in block or any(name in group for group in zips(block))


def replaced(block, name, values):
    """A block that names the parameter, with other values."""
    one = len(items(values)) == 1 and not is_expression(items(values)[0])
    groups = [{**g, name: values} if name in g and not one else g for g in zips(block)]
    if one:
        groups = [{k: v for k, v in g.items() if k != name} for g in groups]
    result = {k: v for k, v in block.items() if k != "zip"}
    if one or name in block:
        result[name] = values
    groups = [g for g in groups if g]
    return {**result, "zip": groups} if groups else result


def override(sweep, name, values, own_grid):
    grid = blocks(sweep.get("grid"))
    parameters = dict(sweep.get("parameters", {}))
    named = [names(block, name) for block in grid]
    general = own_grid or name in parameters or not any(named)
    if not own_grid:
        grid = [replaced(b, name, values) if n else b for b, n in zip(grid, named)]
    if general and not isinstance(values, list) and not is_expression(values):
        parameters[name] = values
    elif general:
        parameters.pop(name, None)
        grid = [b if n else {**b, name: values} for b, n in zip(grid, named)]
    return {**sweep, "grid": grid, "parameters": parameters}


def outside(sweep, values):
    """Values of quick or of the command line."""
    result = {**sweep, **{k: v for k, v in values.items() if k in KEYS}}
    for name, value in values.items():
        if name not in KEYS:
            result = override(result, name, value, "grid" in values)
    return result


def taken_over(sweep, values):
    """New values in a grid that comes from an extended file."""
    for name, value in values.items():
        if name not in KEYS and sweep.get("grid") is not None:
            grid = [replaced(b, name, value) if names(b, name) else b for b in blocks(sweep["grid"])]
            sweep = {**sweep, "grid": grid}
    return sweep


def extended(base, over):
    result = {**base, **over}
    for key in ("parameters", "quick"):
        if key in base and key in over:
            result[key] = {**base[key], **over[key]}
            if key == "quick" and "grid" not in over[key]:
                result[key] = taken_over(result[key], over[key])
    return result if "grid" in over else taken_over(result, over.get("parameters", {}))


# --- filters


def value(node, params):
    """A filter's part; None where a parameter without a value makes it so."""
    if isinstance(node, ast.Constant):
        return float(node.value) if isinstance(node.value, (int, float)) else node.value
    if isinstance(node, ast.Name):
        found = {"true": True, "false": False}.get(node.id, params.get(node.id))
        return float(found) if isinstance(found, int) and not isinstance(found, bool) else found
    if isinstance(node, ast.UnaryOp):
        inner = value(node.operand, params)
        if isinstance(node.op, ast.Not):
            return inner is not True
        return None if inner is None else -inner
    if isinstance(node, ast.BoolOp):
        holds = [value(part, params) is True for part in node.values]
        return all(holds) if isinstance(node.op, ast.And) else any(holds)
    if isinstance(node, ast.Compare):
        return comparison(node, params)
    if isinstance(node, ast.Call):
        arguments = [value(a, params) for a in node.args]
        functions = {"abs": abs, "min": min, "max": max, "sqrt": math.sqrt}
        return None if None in arguments else functions[node.func.id](*arguments)
    left, right = value(node.left, params), value(node.right, params)
    if left is None or right is None:
        return None
    operators = {
        ast.Add: lambda a, b: a + b,
        ast.Sub: lambda a, b: a - b,
        ast.Mult: lambda a, b: a * b,
        ast.Div: lambda a, b: a / b,
    }
    return operators[type(node.op)](left, right)


def comparison(node, params):
    left, right = value(node.left, params), value(node.comparators[0], params)
    operator = type(node.ops[0])
    if isinstance(node.comparators[0], ast.Name) and node.comparators[0].id == "null":
        return (left is None) == (operator is ast.Eq)
    if left is None or right is None:
        return False
    comparisons = {
        ast.Eq: left == right,
        ast.NotEq: left != right,
        ast.Lt: lambda: left < right,
        ast.LtE: lambda: left <= right,
        ast.Gt: lambda: left > right,
        ast.GtE: lambda: left >= right,
    }
    found = comparisons[operator]
    return found if isinstance(found, bool) else found()


# --- trials


def hexadecimal(x):
    """Java's hexadecimal text of a double that is not subnormal."""
    mantissa, exponent = x.hex().split("p")
    head, digits = mantissa.split(".")
    return "%s.%sp%d" % (head, digits.rstrip("0") or "0", int(exponent))


def canonical(x):
    if x is None:
        return "u"
    if isinstance(x, bool):
        return "b1" if x else "b0"
    if isinstance(x, str):
        return "t" + x
    return "i%d" % x if isinstance(x, int) else "r" + hexadecimal(x)


def trial(simulation, params, seed, replicate):
    parts = ["gradsweep-trial-1", simulation["name"], str(simulation["version"]), str(seed), str(replicate)]
    texts = []
    for parameter in sorted(simulation["parameters"], key=lambda p: p["name"]):
        name, x = parameter["name"], params[parameter["name"]]
        texts.append(name + "=" + canonical(x))
        if not ("left_out" in parameter and read(parameter, parameter["left_out"]) == x):
            parts += [name, canonical(x)]
    return "%s %d %s" % (digest(*parts).hexdigest()[:32], replicate, " ".join(texts))


def rows(group, parameters, seed):
    """The values of an axis, or of several that move together, as lists of (name, value)."""
    columns = [[read(parameters[n], v) for v in listed(values, seed, n)] for n, values in group.items()]
    if len({len(column) for column in columns}) != 1 or not columns[0]:
        raise Refused
    found = list(zip(*columns))
    if len(set(map(canonical_row, found))) < len(found):
        raise Refused
    return [list(zip(group, row)) for row in found]


def canonical_row(row):
    return tuple(map(canonical, row))


def trials(simulation, sweep):
    parameters = {p["name"]: p for p in simulation["parameters"]}
    seed = sweep.get("seed", 0)
    general = {name: read(p, p["default"]) for name, p in parameters.items()}
    for name, x in sweep.get("parameters", {}).items():
        general[name] = read(parameters[name], x)
    found = set()
    for block in blocks(sweep.get("grid")):
        axes = [{name: values} for name, values in block.items() if name not in ("zip", "where")]
        digits = [rows(group, parameters, seed) for group in axes + zips(block)]
        where = ast.parse(block["where"], mode="eval").body if "where" in block else None
        for combination in itertools.product(*digits):
            params = {**general, **dict(itertools.chain.from_iterable(combination))}
            if where is None or value(where, params) is True:
                found |= {trial(simulation, params, seed, r) for r in range(sweep.get("replicates", 1))}
    return sorted(found)


def main():
    simulation = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        asked = json.loads(line)
        sweep = asked["files"][-1]
        for over in reversed(asked["files"][:-1]):
            sweep = extended(sweep, over)
        try:
            quick = sweep.pop("quick", {})
            sweep = outside(sweep, quick) if asked["quick"] else sweep
            found = trials(simulation, outside(sweep, asked["overrides"]))
            print(len(found))
            for row in found:
                print(row)
        except Refused:
            print("refused")


main()
