package io.gradsweep.workers.torch;

import io.gradsweep.workers.torch.Layer.BatchNorm;
import io.gradsweep.workers.torch.Layer.Convolution;
import io.gradsweep.workers.torch.Layer.GlobalMean;
import io.gradsweep.workers.torch.Layer.Linear;
import io.gradsweep.workers.torch.Layer.MaxPool;
import io.gradsweep.workers.torch.Layer.Relu;
import io.gradsweep.workers.torch.Layer.Residual;
import io.gradsweep.workers.torch.NetParameter.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan of a network: layers, and the tensors that they need, in the order of the layers.
 *
 * @param channels of an image: 3 for colours, 1 for grey
 */
public record ConvNet(
    List<Layer> layers, List<NetParameter> parameters, int channels, int numClasses) {

  private static final int[] VGG_16 = {
    64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512
  };

  public ConvNet {
    layers = List.copyOf(layers);
    parameters = List.copyOf(parameters);
  }

  public static ConvNet of(List<Layer> layers, int channels, int numClasses) {
    Shapes shapes = new Shapes();
    shapes.add(layers);
    return new ConvNet(layers, shapes.parameters, channels, numClasses);
  }

  /**
   * ResNet-(6n+2) for small images (He et al. 2016, section 4.2): a convolution, three stages of n
   * blocks with width, 2·width and 4·width channels, mean, linear.
   */
  public static ConvNet resNet(int n, int width, int channels, int numClasses) {
    List<Layer> layers =
        new ArrayList<>(
            List.of(new Convolution(channels, width, 1, false), new BatchNorm(width), new Relu()));
    int in = width;
    for (int stage = 0; stage < 3; stage++) {
      int out = width << stage;
      for (int block = 0; block < n; block++) {
        layers.add(block(in, out));
        layers.add(new Relu());
        in = out;
      }
    }
    layers.add(new GlobalMean());
    layers.add(new Linear(in, numClasses));
    return of(layers, channels, numClasses);
  }

  private static Layer block(int in, int out) {
    return new Residual(
        List.of(
            new Convolution(in, out, in == out ? 1 : 2, false),
            new BatchNorm(out),
            new Relu(),
            new Convolution(out, out, 1, false),
            new BatchNorm(out)),
        in,
        out);
  }

  /**
   * VGG-16 with batch normalisation and one linear layer; the global mean replaces the fifth pool.
   * For images of 16 × 16 or more.
   */
  public static ConvNet vgg16(int channels, int numClasses) {
    List<Layer> layers = new ArrayList<>();
    int in = channels;
    for (int out : VGG_16) {
      if (out == 0) {
        layers.add(new MaxPool());
      } else {
        layers.addAll(List.of(new Convolution(in, out, 1, true), new BatchNorm(out), new Relu()));
        in = out;
      }
    }
    layers.add(new GlobalMean());
    layers.add(new Linear(in, numClasses));
    return of(layers, channels, numClasses);
  }

  /** Number of weights in all tensors together. */
  public int size() {
    NetParameter last = parameters.get(parameters.size() - 1);
    return last.offset() + last.size();
  }

  /** Multiply-adds of convolutions and linear layers for one image of this height and width. */
  public double multiplyAdds(int imageSize) {
    return multiplyAdds(layers, imageSize);
  }

  private static double multiplyAdds(List<Layer> layers, int imageSize) {
    double total = 0;
    int side = imageSize;
    for (Layer layer : layers) {
      if (layer instanceof Convolution c) {
        side = (side + c.stride() - 1) / c.stride();
        total += 9.0 * c.in() * c.out() * side * side;
      } else if (layer instanceof MaxPool) {
        side /= 2;
      } else if (layer instanceof Residual r) {
        total += multiplyAdds(r.body(), side);
        side = r.in() == r.out() ? side : (side + 1) / 2;
      } else if (layer instanceof Linear l) {
        total += (double) l.in() * l.out();
      }
    }
    return total;
  }

  /** Lays the tensors one after the other. */
  private static final class Shapes {
    private final List<NetParameter> parameters = new ArrayList<>();
    private int offset;

    void add(List<Layer> layers) {
      for (Layer layer : layers) {
        if (layer instanceof Convolution c) {
          add(Role.CONVOLUTION_WEIGHT, c.out(), c.in(), 3, 3);
          if (c.bias()) {
            add(Role.BIAS, c.out());
          }
        } else if (layer instanceof BatchNorm b) {
          add(Role.NORM_SCALE, b.channels());
          add(Role.NORM_SHIFT, b.channels());
        } else if (layer instanceof Residual r) {
          add(r.body());
        } else if (layer instanceof Linear l) {
          add(Role.LINEAR_WEIGHT, l.out(), l.in());
          add(Role.BIAS, l.out());
        }
      }
    }

    private void add(Role kind, long... shape) {
      NetParameter parameter = new NetParameter(kind, shape, offset);
      parameters.add(parameter);
      offset = Math.addExact(offset, parameter.size());
    }
  }
}
