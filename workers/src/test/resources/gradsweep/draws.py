# python3 draws.py: words, uniforms, bounded integers and Gaussians of gradsweep's stream "noise" (simulation toy, seed 18,
# replicate 3), by gradsweep.py. Doubles are printed as bits.
import struct

import gradsweep


def bits(x):
    return "%016x" % struct.unpack(">Q", struct.pack(">d", x))[0]


def stream():
    return gradsweep.Stream(gradsweep._seed("toy", 18, "noise", "replicate", 3))


s = stream()
print("\n".join("%016x" % s.word() for _ in range(1000)))
s = stream()
print("\n".join(bits(x) for x in s.uniforms(1000)))
s = stream()
print("\n".join("%016x" % s.below(1000) for _ in range(1000)))
s = stream()
print("\n".join(bits(x) for x in s.gaussians(50_000)))
# the logarithm where its branches meet: near 1, near the square root of 2, at powers of 2, far down
s = stream()
for i in range(20_000):
    u = s.uniform()
    near = (1 - u * 2**-18, 2.0 ** -(i % 1000), 1.41421 + u * 1e-5, u * 1e-300, u)[i % 5]
    print(bits(gradsweep._log(near) if near >= 2.0**-1022 else 0.0))
