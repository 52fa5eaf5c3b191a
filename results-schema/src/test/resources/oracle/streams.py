# python3 streams.py > streams.csv
# An independent implementation of SPEC.md, sections "Streams" and "Trial id": SHA-256 over length-prefixed parts,
# xoshiro256++, 53-bit uniforms, Lemire's bounded integers, Marsaglia's polar Gaussians, binomials. Doubles are printed as bits.
import hashlib
import math
import struct

MASK = (1 << 64) - 1


def digest(*parts):
    h = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8")
        h.update(b"%d:" % len(data))
        h.update(data)
    return h.digest()


class Stream:
    def __init__(self, words):
        self.s = list(words)
        self.spare = None

    def word(self):
        s = self.s
        rotl = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
        result = (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        return result

    def uniform(self):
        return (self.word() >> 11) * 2.0**-53

    def below(self, bound):
        while True:
            product = self.word() * bound
            if (product & MASK) >= (1 << 64) % bound:
                return product >> 64

    def gaussian(self):
        if self.spare is not None:
            x, self.spare = self.spare, None
            return x
        while True:
            u = 2 * self.uniform() - 1
            v = 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                factor = math.sqrt(-2 * math.log(s) / s)
                self.spare = v * factor
                return u * factor

    def binomial(self, n, p):
        if p > 0.5:
            return n - self.binomial(n, 1 - p)
        if n * p < 10:  # the distribution function, inverted
            u, k, pk = self.uniform(), 0, math.exp(n * math.log1p(-p))
            while u >= pk and k < n:
                u, k = u - pk, k + 1
                pk *= p / (1 - p) * (n - k + 1) / k
            return k
        # Hormann 1993, BTRS
        spq = math.sqrt(n * p * (1 - p))
        b = 1.15 + 2.53 * spq
        a = -0.0873 + 0.0248 * b + 0.01 * p
        m = math.floor((n + 1) * p)
        h = math.lgamma(m + 1) + math.lgamma(n - m + 1)
        while True:
            u, v = self.uniform() - 0.5, self.uniform()
            us = 0.5 - abs(u)
            k = math.floor((2 * a / us + b) * u + n * p + 0.5) if us > 0 else -1
            if not 0 <= k <= n:
                continue
            if us >= 0.07 and v <= 0.92 - 4.2 / b:
                return k
            v *= (2.83 + 5.1 / b) * spq / (a / (us * us) + b)
            if math.log(v) <= h - math.lgamma(k + 1) - math.lgamma(n - k + 1) + (k - m) * math.log(p / (1 - p)):
                return k


def bits(x):
    return "%016x" % struct.unpack(">Q", struct.pack(">d", x))[0]


def stream(*parts):
    return Stream(struct.unpack(">4Q", digest(*parts)))


reference = Stream([1, 2, 3, 4])
for i in range(6):
    print("reference,%d,%016x" % (i, reference.word()))

noise = ("gradsweep-stream-1", "toy", "18", "noise", "replicate", "3")
s = stream(*noise)
for i in range(8):
    print("words,%d,%016x" % (i, s.word()))
s = stream(*noise)
for i in range(8):
    print("uniforms,%d,%s" % (i, bits(s.uniform())))
s = stream(*noise)
for i in range(8):
    print("below1000,%d,%d" % (i, s.below(1000)))
s = stream(*noise)
for i in range(8):
    print("gaussians,%d,%s" % (i, bits(s.gaussian())))
s = stream(*noise)
for i in range(40):
    n, p = [(5, 0.3), (100, 0.04), (100, 0.3), (1000, 0.97), (10**8, 0.107)][i % 5]
    print("binomials,%d,%d/%r/%d" % (i, n, p, s.binomial(n, p)))
s = stream("gradsweep-stream-1", "toy", "18", "target", "study", "", "size", "i7")
for i in range(4):
    print("target,%d,%016x" % (i, s.word()))

# A trial of simulation "toy", version 2, seed 18, replicate 3: label=a:b, on=true, size=7, step=0.1, extra unset.
parts = ["gradsweep-trial-1", "toy", "2", "18", "3"]
parts += ["extra", "u", "label", "ta:b", "on", "b1", "size", "i7", "step", "r0x1.999999999999ap-4"]
print("trial,0,%s" % digest(*parts)[:16].hex())
