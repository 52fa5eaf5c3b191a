# python3 networks.py > networks.csv
# Needs NumPy. Networks for small images by sums over shifted images, in double precision, with weights and images from a
# linear congruential generator, uniform of mean 0 and variance 1, tensor after tensor and then the images:
#   network, images, side, classes, loss in training mode, logits of the first image in evaluation mode after that one pass
# Tensors of two dimensions or more are scaled by sqrt(2 / inputs), all others by 0.1; scales of norms are 1 more.
import math

import numpy as np


class Numbers:
    def __init__(self):
        self.state = 1

    def draw(self, *shape):
        values = np.empty(math.prod(shape))
        for i in range(values.size):
            self.state = (self.state * 1103515245 + 12345) % 2**31
            values[i] = math.sqrt(12) * (self.state / 2**31 - 0.5)
        return values.reshape(shape)


class Network:
    """Layers draw their weights as they come; those of the second pass are the first one's."""

    def __init__(self):
        self.numbers = Numbers()
        self.weights = []
        self.running = []
        self.training = True

    def weight(self, *shape, about=0.0):
        if self.training:
            scale = math.sqrt(2 / math.prod(shape[1:])) if len(shape) > 1 else 0.1
            self.weights.append(about + scale * self.numbers.draw(*shape))
            return self.weights[-1]
        return self.weights.pop(0)

    def convolution(self, x, out, stride=1, bias=False):
        w = self.weight(out, x.shape[1], 3, 3)
        n, _, rows, columns = x.shape
        padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        y = np.zeros((n, out, rows, columns))
        for i in range(3):
            for j in range(3):
                y += np.einsum("oc,ncrs->nors", w[:, :, i, j], padded[:, :, i : i + rows, j : j + columns])
        y = y[:, :, ::stride, ::stride]
        return y + self.weight(out)[:, None, None] if bias else y

    def norm(self, x):
        channels = x.shape[1]
        scale = self.weight(channels, about=1.0)
        shift = self.weight(channels)
        if self.training:
            mean = x.mean(axis=(0, 2, 3))
            variance = x.var(axis=(0, 2, 3))
            count = x.size / channels
            self.running.append((0.1 * mean, 0.9 + 0.1 * variance * count / (count - 1)))
        else:
            mean, variance = self.running.pop(0)
        x = (x - mean[:, None, None]) / np.sqrt(variance + 1e-5)[:, None, None]
        return x * scale[:, None, None] + shift[:, None, None]

    def linear(self, x, out):
        w = self.weight(out, x.shape[1])
        return x @ w.T + self.weight(out)


def relu(x):
    return np.maximum(x, 0)


def residual(net, x, blocks, width, classes):
    x = relu(net.norm(net.convolution(x, width)))
    for stage in range(3):
        out = width << stage
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            y = relu(net.norm(net.convolution(x, out, stride)))
            y = net.norm(net.convolution(y, out))
            added = (out - x.shape[1]) // 2
            x = np.pad(x[:, :, ::stride, ::stride], ((0, 0), (added, added), (0, 0), (0, 0)))
            x = relu(x + y)
    return net.linear(x.mean(axis=(2, 3)), classes)


def vgg(net, x, classes):
    for out in [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512]:
        if out:
            x = relu(net.norm(net.convolution(x, out, bias=True)))
        else:
            n, channels, rows, columns = x.shape
            x = x.reshape(n, channels, rows // 2, 2, columns // 2, 2).max(axis=(3, 5))
    return net.linear(x.mean(axis=(2, 3)), classes)


NETWORKS = {
    "resnet8_w8": lambda net, x, classes: residual(net, x, 1, 8, classes),
    "resnet20": lambda net, x, classes: residual(net, x, 3, 16, classes),
    "resnet56": lambda net, x, classes: residual(net, x, 9, 16, classes),
    "vgg16_bn": vgg,
}


def images(name, count, side, classes):
    """The images follow the weights, which a pass over any images draws."""
    net = Network()
    NETWORKS[name](net, np.zeros((2, 3, side, side)), classes)
    return net.numbers.draw(count, 3, side, side).astype(np.float32).astype(float)


for name, count, side, classes in [
    ("resnet8_w8", 4, 16, 20),
    ("resnet20", 4, 8, 10),
    ("resnet56", 4, 8, 10),
    ("vgg16_bn", 4, 16, 10),
]:
    x = images(name, count, side, classes)
    net = Network()
    logits = NETWORKS[name](net, x, classes)
    largest = logits.max(axis=1, keepdims=True)
    log_softmax = logits - largest - np.log(np.exp(logits - largest).sum(axis=1, keepdims=True))
    loss = -np.mean([log_softmax[b, b % classes] for b in range(count)])
    net.training = False
    evaluated = NETWORKS[name](net, x, classes)[0]
    print(",".join([name, str(count), str(side), str(classes)] + ["%.17g" % v for v in [loss, *evaluated]]))
