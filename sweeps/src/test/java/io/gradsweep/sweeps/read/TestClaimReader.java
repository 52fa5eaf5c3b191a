package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.problems;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Question;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims and checks of all forms. */
class TestClaimReader {

  private static List<ClaimSpec> claims(String text) {
    return Descent.parse(text).sweep().orElseThrow().analysis().claims();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          of: mean(rate / predicted_rate), expect: within 1% of 1 | mean(rate / predicted_rate)
          of: success, where: "width > 4 and optimizer == 'natural'", best: step_size, expect: '> 0.9' | success at the best step_size where width > 4 and optimizer == 'natural'
          compare: 'optimizer=natural,gradient', of: median(steps_to_target), ratio: true, best: step_size lowest, expect: < 0.9 | median(steps_to_target) of the pairs' ratios, optimizer=natural,gradient at the best step_size lowest
          compare: 'optimizer=natural,gradient', of: mean(height), match: [width], expect: < 0.9 | mean(height) of the pairs' differences, optimizer=natural,gradient, pairs alike in [width]
          compare: 'optimizer=natural,gradient', of: mean(height), match: [], expect: < 0.9 | mean(height) of the pairs' differences, optimizer=natural,gradient, pairs alike in []
          compare: 'optimizer=natural,gradient', of: share(height > 1), expect: < 0.9 | share(height > 1) of the pairs' differences, optimizer=natural,gradient
          fit: final_error~width, where: step_size < 1, expect: 'in [-1.1, -0.9]' | slope of ln final_error against ln width where step_size < 1
          fit: final_error ~ width, scale: semilog, window: [2, null], expect: < 0 | slope of ln final_error against width
          every: status == 'converged' | trials without status == 'converged'
          every: height >= 0, except: 3, where: width > 2 | trials without height >= 0 where width > 2
          sql: SELECT 1, expect: == 1 | SELECT 1
          """)
  void everyFormReadsBackFromItsPrint(String form, String words) {
    for (String list : List.of("claims", "checks")) {
      String text = sweep("%s: {claim: c, source: s, %s}".formatted(list, form));
      assertThat(problems(text)).isEqualTo("none");
      ClaimSpec claim = claims(text).get(0);
      assertThat(claim.question().words()).isEqualTo(words);
      assertThat(claim.isCheck()).isEqualTo(list.equals("checks"));
      String printed = SweepPrinter.print(Descent.parse(text).sweep().orElseThrow());
      assertThat(claims(printed)).as(printed).containsExactly(claim);
    }
  }

  @Test
  void exceptionsAreTheBoundOfEvery() {
    ClaimSpec claim = claims(sweep("claims: {claim: c, every: height > 0, except: 3}")).get(0);
    assertThat(claim.bound().text()).isEqualTo("<= 3");
    assertThat(claim.question().hasInterval()).isFalse();
    assertThat(claim.question()).isInstanceOf(Question.Every.class);
  }

  @Test
  void aSourceSaysWhereTheBoundComesFrom() {
    String text =
        sweep(
            "claims:",
            "- {claim: a, source: {paper: 'X 2025, abstract', derived: 'the rest'}, sql: q, expect: < 1}",
            "- {claim: b, source: 'X 2025, abstract', sql: q, expect: < 1}",
            "- {claim: c, sql: q, expect: < 1}",
            "- {claim: d, source: {independent: 0.85}, sql: q, expect: < 1}",
            "- {claim: e, source: {expectation: a guess}, sql: q, expect: < 1}");
    List<ClaimSpec> claims = claims(text);
    assertThat(claims.stream().map(claim -> claim.source().words()))
        .containsExactly(
            "paper's words: X 2025, abstract; derived: the rest",
            "X 2025, abstract",
            "",
            "independent implementation: 0.85",
            "own expectation: a guess");
    assertThat(claims.stream().map(claim -> claim.source().namesOrigins()))
        .containsExactly(true, false, false, true, true);
    assertThat(claims(SweepPrinter.print(Descent.parse(text).sweep().orElseThrow())))
        .isEqualTo(claims);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          of: mean(rate), expect: == 2           | claims.expect: '== 2' (must accept more than one number: the answer has an interval)
          of: mean(rate), expect: 'in [2, 2]'    | claims.expect: 'in [2, 2]' (must accept more than one number
          fit: a~b, expect: within 0 of 2        | claims.expect: 'within 0 of 2' (must accept more than one number
          of: mean(rate)                         | claims.expect is missing
          of: average(rate), expect: < 2         | claims.of: 'average(rate)' (must be success, share(CONDITION)
          of: mean(rate), best: [a], expect: < 2 | claims.best: a list (must be a text)
          of: mean(rate), best: step_size least, expect: < 2 | claims.best: 'step_size least' (must be an axis
          compare: optimizer, of: mean(rate), expect: < 2    | claims.compare: 'optimizer' (must be COLUMN=FIRST,SECOND
          compare: 'a=b,c', expect: < 2          | claims.of is missing
          compare: 'a=b,c', of: geomean(rate), expect: < 2   | claims.of: geomean(rate) (must have ratio: true
          compare: 'a=b,c', of: success, ratio: true, expect: < 2 | claims.of: success (must have no ratio
          compare: 'a=b,c', of: ert(steps), expect: < 2      | claims.of: ert(steps) (pairs have no running time)
          compare: 'a=b,c', of: mean(rate), ratio: yes, expect: < 2 | claims.ratio: 'yes' (must be true or false)
          fit: final_error, expect: < 2          | claims.fit: 'final_error' (must be Y~X
          fit: a~b, scale: log, expect: < 2      | claims.scale: 'log' (must be loglog or semilog)
          every: height > 0, expect: < 2         | unknown key 'expect'
          every: height > 0, except: -1          | claims.except: '-1' (must be a whole number at least 0)
          sql: q, where: a, expect: < 2          | unknown key 'where'
          of: mean(rate), sql: q, expect: < 2    | unknown key 'of'
          of: mean(rate), source: {papr: x}, expect: < 2 | unknown key 'papr' (did you mean 'paper'?)
          of: mean(rate), source: {paper: ''}, expect: < 2 | claims.source.paper is empty
          """)
  void whatIsWrongIsOneMessageAtItsPlace(String form, String said) {
    assertThat(problems(sweep("claims: {claim: c, %s}".formatted(form))))
        .contains("line 3, column")
        .contains(said);
  }
}
