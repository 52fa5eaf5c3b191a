package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCounted {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0    | 0 trials    | 0 trials     | are",
        "1    | 1 trial     | 1 trial      | is",
        "2    | 2 trials    | 2 trials     | are",
        "1234 | 1234 trials | 1,234 trials | are"
      })
  void oneOfThemIsNoPlural(long count, String plain, String grouped, String verb) {
    assertThat(Counted.of(count, "trial")).isEqualTo(plain);
    assertThat(Counted.grouped(count, "trial")).isEqualTo(grouped);
    assertThat(Counted.are(count)).isEqualTo(verb);
  }
}
