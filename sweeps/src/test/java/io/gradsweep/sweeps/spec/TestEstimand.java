package io.gradsweep.sweeps.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.summary.Interval;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestEstimand {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          mean(rate / predicted_rate)      | mean    | rate / predicted_rate
          median( steps_to_target )        | median  | steps_to_target
          geomean(final_error)             | geomean | final_error
          q90(max(width, 2) * (rate + 1))  | q90     | max(width, 2) * (rate + 1)
          ert(steps_to_target)             | ert     | steps_to_target
          share(reason == 'a) b' and (width > 1)) | share | reason == 'a) b' and (width > 1)
          success                          | share   | status == 'converged'
          """)
  void anEstimandIsAStatisticOfAnExpressionOrAShare(String text, String word, String of) {
    Estimand estimand = Estimand.parse(" " + text + " ");
    assertThat(estimand.statistic().map(Statistic::word).orElse("share")).isEqualTo(word);
    assertThat(estimand.of()).isEqualTo(of);
    assertThat(estimand).hasToString(text).isEqualTo(Estimand.parse(estimand.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          final_error             | (must be success, share(CONDITION), or mean
          average(final_error)    | (must be success, share(CONDITION), or mean
          mean()                  | must name what it is of
          mean(a) + mean(b)       | (must be success
          mean(a) and (b)         | (must be success
          mean((a)                | (must be success
          sd(final_error)         | sd has no interval
          max(final_error)        | max has no interval
          q0(final_error)         | (must be success
          """)
  void everythingElseIsRefused(String text, String said) {
    assertThatThrownBy(() -> Estimand.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aRuleOfPrecisionIsAConjunction() {
    PrecisionRule rule =
        PrecisionRule.parse(
            "half_width(geomean(final_error)) <= 5% and half_width(share(reason == 'x and y')) <="
                + " .05");
    assertThat(rule.terms())
        .containsExactly(
            new PrecisionRule.Term(Estimand.parse("geomean(final_error)"), 0.05, true),
            new PrecisionRule.Term(Estimand.parse("share(reason == 'x and y')"), 0.05, false));
    assertThat(PrecisionRule.parse(rule.toString())).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          half_width(mean(a)) < 5%                        | '< 5%' (character 21; must be such as half_width
          width(mean(a)) <= 5%                            | 'width(mean(a)) <= 5%' (character 1; must be such
          half_width(mean(a) <= 5%                        | '(mean(a) <= 5%' (character 11; no ')' closes this
          half_width(mean(a)) <= 0                        | '0' (character 24; must be above 0
          half_width(mean(a)) <= 5% or half_width(success) <= 1 | 'or half_width(success) <= 1' (character 27;
          half_width(mean(a)) <= 5% and                   | the end (character 30;
          half_width(sd(a)) <= 5%                         | sd has no interval
          """)
  void aRuleOfPrecisionThatIsNoneIsRefusedWithItsPlace(String text, String said) {
    assertThatThrownBy(() -> PrecisionRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aTermHoldsIfHalfTheIntervalIsWithinTheLimit() {
    Estimand mean = Estimand.parse("mean(a)");
    PrecisionRule.Term relative = new PrecisionRule.Term(mean, 0.05, true);
    Optional<Interval> ofTwo = Optional.of(new Interval(9.5, 10.5));
    assertThat(relative.holds(10.0, ofTwo)).isTrue();
    assertThat(relative.holds(-10.0, Optional.of(new Interval(-10.5, -9.5)))).isTrue();
    assertThat(relative.holds(9.9, ofTwo)).isFalse();
    assertThat(relative.holds(0.0, Optional.of(new Interval(0, 0)))).isFalse();
    assertThat(relative.holds(10.0, Optional.empty())).isFalse();
    assertThat(relative.holds(null, ofTwo)).isFalse();
    assertThat(new PrecisionRule.Term(mean, 0.5, false).holds(0.0, ofTwo)).isTrue();
    assertThat(new PrecisionRule.Term(mean, 0.49, false).holds(0.0, ofTwo)).isFalse();
  }
}
