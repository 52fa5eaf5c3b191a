package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.problems;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A character that is not what it looks like is named, wherever it makes a problem. */
class TestLookAlikes {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          grid: {noise: −0.5}                        | line 3, column 15: noise: −0.5 (must be a real number at least 0, or null); there is U+2212 (minus sign) in column 15
          grid: {noise: [0.5, −1]}                   | there is U+2212 (minus sign) in column 21
          grid: {noise: 0\u00a01}                    | there is U+00A0 (no-break space) in column 16
          grid: {noise:\u00a00.1}                    | there is U+00A0 (no-break space) in column 14
          grid:\u00a0{noise: 0.1}                    | there is U+00A0 (no-break space)
          grid: {noise： 0.1}                        | there is U+FF1A (fullwidth colon) in column 13
          grid: {noise: １}                          | there is U+FF11 (fullwidth digit one) in column 15
          grid: {noise: 1e–3}                        | there is U+2013 (en dash) in column 17
          grid: {noise: "1\u200b"}                   | there is U+200B (zero width space) in column 17
          grid: {noi\u200bse: 1}                     | unknown
          grid: {step\ufeff_size: 1}                 | 'step\\ufeff_size' is not a parameter of descent (did you mean 'step_size'?); there is U+FEFF (zero width no-break space) in column 12
          grid: {stеp_size: 1}                       | there is U+0435 (cyrillic small letter ie) in column 10
          grid: {optimizer: “natural”}               | there is U+201C (left double quotation mark) in column 19
          grid: {step_size: 'linspace(0, −1, 3)'}    | there is U+2212 (minus sign) in column 32
          grid: {step_size: 'linspace（0, 1, 3)'}    | there is U+FF08 (fullwidth left parenthesis) in column 28
          grid: {where: 'noise − 1 > 0'}             | where: '− 1 > 0' is not understood: U+2212 (minus sign) (character 7)
          grid: {where: 'noise\u00a0> 0'}            | is not understood: U+00A0 (no-break space) (character 6)
          grid: {where: 'noise ≤ 1'}                 | '≤ 1' is not understood: U+2264 (less-than or equal to) (character 7)
          grid: {where: "optimizer == ‘natural’"}    | is not understood: U+2018 (left single quotation mark) (character 14)
          replicates: −1                             | there is U+2212 (minus sign) in column 13
          seed: 1\u00a0000                           | there is U+00A0 (no-break space) in column 8
          time_limit: 60\u00a0s                      | there is U+00A0 (no-break space) in column 15
          claims: {claim: c, sql: q, expect: '≥ 1'}  | there is U+2265 (greater-than or equal to) in column 37
          parameters: {noise: −1}                    | there is U+2212 (minus sign) in column 21
          quick: {cláims: 1, claims−: 2, claims: 3}  | 'claims' cannot be changed from outside the file
          """)
  void itIsNamedWithItsPlace(String line, String message) {
    String text = line.translateEscapes();
    if (message.equals("unknown")) {
      assertThat(problems(sweep(text)))
          .contains("'noi\\u200bse' is not", "U+200B (zero width space) in column 11");
    } else {
      assertThat(problems(sweep(text))).contains(message);
    }
  }

  /** Valid text is not suspected: neither a text value nor a line elsewhere. */
  @Test
  void whereThereIsNoProblemNothingIsNamed() {
    assertThat(problems(sweep("about: “a − b”", "claims: {claim: a − b, sql: q, expect: small}")))
        .contains("claims.expect: 'small'")
        .doesNotContain("U+");
    assertThat(problems(sweep("about: “a − b”"))).isEqualTo("none");
    assertThat(problems(sweep("grid: {optimizer: naïve, width: 3}"))).doesNotContain("U+");
  }

  @Test
  void itIsNamedOnTheCommandLineAndInAFileThatIsExtended() {
    assertThat(problems(sweep(), "noise=−1"))
        .contains("command line, noise: −1", "; there is U+2212 (minus sign)");
    assertThat(problems(sweep(), "width=2", "noise=[0,\u00a01]"))
        .contains("; there is U+00A0 (no-break space)");
    assertThat(problems(sweep(), "—quick")).contains("; there is U+2014 (em dash)");
    SweepReader.Reading reading =
        SweepReader.parse(
            "extends: b.yaml\n",
            "s.yaml",
            name -> Optional.of(sweep("grid: {noise: −1}")),
            List.of(),
            false);
    try {
      Plan.of(reading, Map.of(Descent.SPEC.name(), Descent.SPEC));
      throw new AssertionError("accepted");
    } catch (SweepProblems e) {
      assertThat(e)
          .hasMessageContaining("b.yaml, line 3, column 15: noise: −1")
          .hasMessageContaining("there is U+2212 (minus sign) in column 15");
    }
  }

  @Test
  void aMergeKeySaysWhatToWrite() {
    for (String text :
        List.of("grid: [&a {width: 1}, {<<: *a, noise: 1}]", "<<: {replicates: 2}")) {
      assertThat(problems(sweep(text)))
          .contains(
              "'<<' is the merge key of YAML 1.1 (must be written out: each block with all of its"
                  + " keys; 'extends' takes over another file)")
          .contains("1 problem\n");
    }
  }

  @Test
  void aNameThatIsTooLongIsToldTheLimit() {
    assertThat(problems("sweep: %s\nsimulation: descent\n".formatted("a".repeat(120))))
        .contains("a…' has 120 characters (must be at most 100)");
    assertThat(problems("sweep: %s\nsimulation: descent\n".formatted("a".repeat(100))))
        .isEqualTo("none");
    assertThat(problems(sweep(), "sweep=" + "a".repeat(101))).contains("(must be at most 100)");
  }

  @Test
  void aTabIsNamed() {
    assertThat(problems(sweep("grid:", "\twidth: 1"))).contains("\\t(TAB)");
  }
}
