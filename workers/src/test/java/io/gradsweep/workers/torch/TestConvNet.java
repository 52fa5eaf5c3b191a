package io.gradsweep.workers.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle P1: the table of networks. */
class TestConvNet {

  static ConvNet net(String name, int classes) {
    return switch (name) {
      case "resnet20" -> ConvNet.resNet(3, 16, 3, classes);
      case "resnet56" -> ConvNet.resNet(9, 16, 3, classes);
      case "vgg16_bn" -> ConvNet.vgg16(3, classes);
      default -> ConvNet.resNet(1, 8, 3, classes);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, 10, 269722",
    "resnet56, 10, 853018",
    "vgg16_bn, 10, 14728266",
    "resnet20, 100, 275572",
    "resnet56, 100, 858868",
    "vgg16_bn, 100, 14774436",
    "resnet8_w8, 20, 19548"
  })
  void networksHaveTheParametersOfTheTable(String name, int classes, int params) {
    assertThat(net(name, classes).size()).isEqualTo(params);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, 100, 32, 59, 20, 274096, 19, 267696, 40556800",
    "resnet56, 100, 32, 167, 56, 854704, 55, 848304, 125491456",
    "vgg16_bn, 100, 32, 54, 14, 14761664, 13, 14710464, 313247744",
    "resnet8_w8, 20, 16, 23, 8, 19288, 7, 18648, 793216"
  })
  void tensorsAndMultiplyAddsAreThoseOfTheTable(
      String name,
      int classes,
      int side,
      int tensors,
      int eligible,
      int eligibleEntries,
      int convolutions,
      int convolutionEntries,
      double multiplyAdds) {
    ConvNet net = net(name, classes);
    assertThat(net.parameters()).hasSize(tensors);
    assertThat(net.parameters().stream().filter(NetParameter::isMatrixOrMore)).hasSize(eligible);
    assertThat(
            net.parameters().stream()
                .filter(NetParameter::isMatrixOrMore)
                .mapToInt(NetParameter::size)
                .sum())
        .isEqualTo(eligibleEntries);
    assertThat(net.parameters().stream().filter(TestConvNet::isConvolution)).hasSize(convolutions);
    assertThat(
            net.parameters().stream()
                .filter(TestConvNet::isConvolution)
                .mapToInt(NetParameter::size)
                .sum())
        .isEqualTo(convolutionEntries);
    assertThat(net.multiplyAdds(side)).isEqualTo(multiplyAdds);
  }

  private static boolean isConvolution(NetParameter parameter) {
    return parameter.kind() == NetParameter.Role.CONVOLUTION_WEIGHT;
  }

  @Test
  void withoutTheNativesThereIsOneSentenceWithTheCommand() {
    assertThat(TorchNatives.missing().isEmpty()).isEqualTo(TorchNatives.present());
    TorchNatives.missing()
        .ifPresent(lack -> assertThat(lack).contains("./gradsweep install-torch"));
  }
}
