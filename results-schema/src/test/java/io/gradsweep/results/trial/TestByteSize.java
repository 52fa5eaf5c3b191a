package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestByteSize {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1536m, 1610612736, 1536m",
    "2048m, 2147483648, 2g",
    "1g, 1073741824, 1g",
    "3kb, 3072, 3k",
    "1000000, 1000000, 1000000",
    "8388607t, 9223370937343148032, 8388607t",
    "999999999999999999, 999999999999999999, 999999999999999999"
  })
  void sizesAreReadAndWrittenBack(String text, long bytes, String shortest) {
    assertThat(ByteSize.read(text)).hasValue(bytes);
    assertThat(ByteSize.text(bytes)).isEqualTo(shortest);
    assertThat(ByteSize.read(shortest)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0g", "-1g", "1.5g", "1 g", "g", "1G", "8388608t", "9999999999999999999"})
  void othersAreNone(String text) {
    assertThat(ByteSize.read(text)).isEmpty();
  }
}
