# python3 spaces.py > spaces.csv
# NumPy's linspace, geomspace and logspace in exact arithmetic, rounded once: expression, index, value.
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50


def row(expression, values):
    for i, value in enumerate(values):
        print("%s;%d;%r" % (expression, i, float(value)))


def linspace(a, b, n):
    a, b = Fraction(a), Fraction(b)
    return [a + (b - a) * i / (n - 1) for i in range(n)]


def geomspace(a, b, n):
    a, b = Decimal(a), Decimal(b)
    return [a * (b / a) ** (Decimal(i) / (n - 1)) for i in range(n)]


def logspace(a, b, n):
    return [Decimal(10) ** (Decimal(a) + (Decimal(b) - Decimal(a)) * i / (n - 1)) for i in range(n)]


row("linspace(0, 0.006, 7)", linspace("0", "0.006", 7))
row("linspace(1, -1, 5)", linspace("1", "-1", 5))
row("geomspace(16, 1024, 7)", geomspace("16", "1024", 7))
row("geomspace(1e-4, 1, 5)", geomspace("1e-4", "1", 5))
row("logspace(-3, 2, 6)", logspace("-3", "2", 6))
