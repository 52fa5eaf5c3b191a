# python3 values.py > values.csv
# The second rule of values: expression, index, value. Ranges in exact decimals; values of linspace by its formula in
# doubles, and the nearest number of ten digits where that is at most four ulp away; of the others those that are such
# numbers in exact arithmetic.
import math
from decimal import Context, Decimal, getcontext

getcontext().prec = 60


def near(x):
    return float(Context(prec=10).create_decimal(Decimal(x)))


def meant(x):
    return near(x) if abs(near(x) - x) <= 4 * math.ulp(near(x)) else x


def row(expression, values):
    print("%s;%d;;" % (expression, len(values)))
    for i, value in enumerate(values):
        if value is not None:
            print("%s;%d;%d;%r" % (expression, len(values), i, value))


def arange(a, b, step):
    x, values = Decimal(a), []
    while (x - Decimal(b)) * Decimal(step) < 0:
        values.append(float(x))
        x += Decimal(step)
    row("range(%s, %s, %s)" % (a, b, step), values)


def linspace(a, b, n):
    x, y = float(a), float(b)
    inner = [meant(x + i * ((y - x) / (n - 1))) for i in range(1, n - 1)]
    row("linspace(%s, %s, %d)" % (a, b, n), [x] + inner + [y])


def short(x):
    rounded = Context(prec=10).create_decimal(x)
    return float(rounded) if abs(rounded - x) <= abs(x) * Decimal(10) ** -50 else None


def geomspace(a, b, n):
    x, y = Decimal(a), Decimal(b)
    row("geomspace(%s, %s, %d)" % (a, b, n), [short(x * (y / x) ** (Decimal(i) / (n - 1))) for i in range(n)])


def logspace(a, b, n):
    x, y = Decimal(a), Decimal(b)
    row("logspace(%s, %s, %d)" % (a, b, n), [short(Decimal(10) ** (x + (y - x) * i / (n - 1))) for i in range(n)])


arange("0.1", "0.4", "0.1")
arange("0.4", "0.1", "-0.1")
arange("-0.3", "0.3", "0.1")
arange("1e-3", "5e-3", "1e-3")
arange("0", "1", "0.05")
arange(".5", "1.", "+.1")
arange("0.1", "0.35", "0.1")
arange("1", "1.0000000000000003", "0.0000000000000001")
linspace("0", "20", 100)
linspace("0", "0.006", 100)
linspace("0.1", "0.9", 9)
linspace("-1", "1", 21)
linspace("0", "0.3", 4)
geomspace("1e-6", "1", 7)
geomspace("1", "1024", 11)
geomspace("1024", "1", 11)
geomspace("1e-12", "1e12", 25)
geomspace("0.001", "0.256", 9)
logspace("-6", "0", 7)
logspace("-3", "3", 13)
