package io.gradsweep.sweeps.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials that filters keep, and filters that are refused for their types. */
class TestFilters {

  private static final SimulationSpec SPEC =
      Descent.spec(
          List.of(
              ParameterSpec.text("data_dir", "where").unsetByDefault(),
              ParameterSpec.text("other_dir", "where").unsetByDefault()));

  private static final String GRID =
      "grid: {width: [1, 2], noise: [null, 0.5], data_dir: [null, x, y], where: \"%s\"}";

  private static String answer(Reading reading) {
    try {
      return Plan.of(reading, Map.of(SPEC.name(), SPEC)).counts().trials() + " trials";
    } catch (SweepProblems e) {
      return e.getMessage();
    }
  }

  private static String answer(String filter) {
    return answer(Descent.parse(Descent.sweep(GRID.formatted(filter))));
  }

  /** Of twelve combinations: two widths, noise or none, no folder or one of two. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          data_dir != 'x'                          | 4
          data_dir == 'x'                          | 4
          not data_dir == 'x'                      | 8
          not data_dir != 'x'                      | 8
          data_dir != other_dir                    | 0
          data_dir == other_dir                    | 0
          data_dir == null                         | 4
          data_dir != null                         | 8
          null != data_dir                         | 8
          noise != 0.5                             | 0
          noise == 0.5                             | 6
          noise == null or noise > 1               | 6
          pow(noise, 0) == 1                       | 6
          max(noise, 0) >= 0                       | 6
          momentum == false                        | 12
          not momentum and width == 2              | 6
          (width == 1) == momentum                 | 6
          width == 2.0                             | 6
          optimizer != 'natural'                   | 12
          width - 1 == 1 and abs(-width) < 1e1     | 6
          1 < 2                                    | 12
          false                                    | 0
          """)
  void aComparisonWithNullDoesNotHold(String filter, String trials) {
    assertThat(answer(filter)).isEqualTo(trials + " trials");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          width == '2'              | width is a number, '2' is a text (must be of one type) (character 7)
          step_size                 | step_size is a number (must be a comparison or a flag) (character 1)
          width and momentum        | width is a number (must be a comparison or a flag) (character 1)
          momentum or 1             | 1 is a number (must be a comparison or a flag) (character 13)
          not step_size             | step_size is a number (must be a comparison or a flag) (character 5)
          not (width + 1)           | width + 1 is a number (must be a comparison or a flag) (character 6)
          momentum == 1             | momentum is true or false, 1 is a number (must be of one type)
          width > true              | width is a number, true is true or false (must be of one type)
          data_dir < 'x'            | '<' of data_dir and 'x' (must be == or != unless both are numbers)
          momentum >= false         | '>=' of momentum and false (must be == or !=
          data_dir + 1 > 2          | data_dir is a text (must be a number) (character 1)
          -data_dir == 1            | data_dir is a text (must be a number) (character 2)
          'a' * width > 1           | 'a' is a text (must be a number) (character 1)
          sqrt(data_dir) > 1        | data_dir is a text (must be a number) (character 6)
          max(width, momentum) > 1  | momentum is true or false (must be a number) (character 12)
          width == null             | width is never null (character 7)
          noise < null              | '<' of noise and null (must be == or !=
          noise + 1 == null         | null beside noise + 1 (must be beside a parameter)
          null == null              | null beside null (must be beside a parameter)
          noise + null > 1          | null is no value (must be a number)
          optimizer == 'natral'     | optimizer is never 'natral' (must be one of gradient, natural) (did you mean 'natural'?)
          'text'                    | 'text' is a text (must be a comparison or a flag)
          """)
  void whatMixesTypesIsRefused(String filter, String message) {
    assertThat(answer(filter)).contains("line 3, column ", "where: " + message);
  }

  /** Which trials an old study holds follows from what its filter meant when it was run. */
  @Test
  void aStoredSweepOfTheFirstRuleKeepsItsMeaning() {
    for (String filter : List.of("data_dir != 'x'", "momentum == 0 and data_dir != 'x'")) {
      String text = Descent.sweep(GRID.formatted(filter));
      assertThat(answer(SweepReader.parseStored(text, "s"))).isEqualTo("8 trials");
      assertThat(answer(Descent.parse(text + "values: 1\n"))).isEqualTo("8 trials");
    }
    String text = Descent.sweep(GRID.formatted("data_dir != 'x'"));
    assertThat(answer(SweepReader.parseStored(text + "values: 2\n", "s"))).isEqualTo("4 trials");
    Plan before = plan(SweepReader.parseStored(text, "s"));
    Plan now = plan(Descent.parse(text));
    assertThat(now.fingerprint()).isNotEqualTo(before.fingerprint());
    assertThat(PlanDifference.between(before, now)).isNotEmpty();
    assertThat(PlanDifference.between(now, before)).isEmpty();
  }

  private static Plan plan(Reading reading) {
    return Plan.of(reading, Map.of(SPEC.name(), SPEC));
  }
}
