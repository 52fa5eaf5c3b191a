package io.gradsweep.sweeps.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestBound {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          < 2               | 1.999    | 2
          <= 2              | 2        | 2.001
          > -1e-3           | 0        | -0.001
          >= .5             | 0.5      | 0.499
          == 3              | 3        | 3.0001
          within 1% of 2    | 2.02     | 2.0201
          within 1 % of -2  | -1.98    | -1.9799
          within 0.1 of 2   | 1.9      | 1.8999
          in [1.9, 2.9]     | 2.9      | 1.8999
          in[-1,+1]         | -1       | 1.0001
          """)
  void aBoundAcceptsItsNumbersAlone(String text, double in, double out) {
    Bound bound = Bound.parse(text);
    assertThat(bound.accepts(in)).isTrue();
    assertThat(bound.accepts(out)).isFalse();
    assertThat(bound.accepts(Double.NaN)).isFalse();
    assertThat(bound.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "=< 2",
        "< two",
        "within 1%",
        "within 1% 2",
        "in [1 2]",
        "in (1, 2)",
        "< 1 2"
      })
  void whatIsNoBoundIsRefusedWithTheForms(String text) {
    assertThatThrownBy(() -> Bound.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' (must be such as '< 0'");
  }

  /** A mathematician's notation is printed in the language's own. */
  @ParameterizedTest
  @ValueSource(strings = {"= 20", " = 20 ", "== 20"})
  void oneEqualsSignMeansTwo(String text) {
    Bound bound = Bound.parse(text);
    assertThat(bound.text().strip()).isEqualTo("== 20");
    assertThat(bound.accepts(20)).isTrue();
    assertThat(bound.accepts(20.001)).isFalse();
  }

  @Test
  void anIntervalMeetsABoundWhereTheyShareANumber() {
    Bound below = Bound.parse("< 2");
    assertThat(below.meets(1, 3)).isTrue();
    assertThat(below.meets(2, 3)).isFalse();
    assertThat(Bound.parse("<= 2").meets(2, 3)).isTrue();
    assertThat(Bound.parse("in [1, 2]").meets(0, 0.99)).isFalse();
    assertThat(Bound.parse("in [1, 2]").meets(0, 9)).isTrue();
  }
}
