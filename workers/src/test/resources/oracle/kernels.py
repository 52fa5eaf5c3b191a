# python3 kernels.py > kernels.csv
# exp(x), ln(x) and d - ln(1 + d) with 60 digits, rounded to the nearest double: function, argument bits, value bits.
from decimal import Decimal, getcontext
import random
import struct

getcontext().prec = 60
random.seed(1)


def bits(x):
    return "%016x" % struct.unpack(">Q", struct.pack(">d", x))[0]


def row(name, x, value):
    print("%s,%s,%s" % (name, bits(x), bits(float(value))))


for i in range(300):
    x = random.uniform(-1, 1) * 10 ** random.uniform(-6, 2.8)
    row("exp", x, Decimal(x).exp())
for i in range(300):
    x = 10 ** random.uniform(-300, 300) if i % 2 else random.uniform(0.5, 2)
    row("log", x, Decimal(x).ln())
for i in range(400):
    d = random.choice([-1, 1]) * 10 ** random.uniform(-12, -0.05) if i % 2 else random.uniform(0, 30)
    row("dMinusLog1p", d, Decimal(d) - (1 + Decimal(d)).ln())
