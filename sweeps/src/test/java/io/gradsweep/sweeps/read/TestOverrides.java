package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values from outside a file reach every block, or are refused; their order does not matter. */
class TestOverrides {

  /** {@code width/step_size/noise} of every trial, in the order of the plan. */
  private static String trials(Plan plan) {
    return LongStream.range(0, plan.size())
        .mapToObj(plan::trial)
        .flatMap(Optional::stream)
        .map(Trial::params)
        .map(
            p ->
                "%s/%s/%s"
                    .formatted(
                        p.value("width").text(),
                        p.value("step_size").text(),
                        p.value("noise").text()))
        .collect(Collectors.joining(" "));
  }

  private static String answer(
      Map<String, String> files, String file, boolean quick, String... overrides) {
    SweepReader.Reading reading =
        SweepReader.parse(
            files.get(file),
            file,
            name -> Optional.ofNullable(files.get(name)),
            List.of(overrides),
            quick);
    try {
      return trials(Plan.of(reading, Map.of(Descent.SPEC.name(), Descent.SPEC)));
    } catch (SweepProblems e) {
      return e.getMessage().lines().skip(1).map(String::strip).collect(Collectors.joining("; "));
    }
  }

  /** A file, what overrides it, and the trials; each override by the command line and by quick. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{width: 1, step_size: [1, 2]}, {zip: {width: [3, 4], step_size: [0.1, 0.2]}}] | step_size=0.7     | 1/0.7/null 3/0.7/null 4/0.7/null
          [{zip: {width: [3, 4], step_size: [0.1, 0.2]}}]                                | step_size=0.7,0.8 | 3/0.7/null 4/0.8/null
          [{zip: {width: [3, 4], step_size: [0.1, 0.2]}}, {zip: {step_size: [1, 2]}}]    | step_size=0.7     | 3/0.7/null 4/0.7/null 8/0.7/null
          {zip: [{width: [3, 4], step_size: [0.1, 0.2]}, {noise: [1, 2]}]}               | noise=5           | 3/0.1/5.0 4/0.2/5.0
          {zip: [{width: [3, 4], step_size: [0.1, 0.2]}, {noise: [1, 2]}]}               | noise=5,6,7       | 3/0.1/5.0 3/0.1/6.0 3/0.1/7.0 4/0.2/5.0 4/0.2/6.0 4/0.2/7.0
          {zip: {width: [3, 4], step_size: [0.1, 0.2], noise: [1, 2]}}                   | noise=null        | 3/0.1/null 4/0.2/null
          {width: 1, step_size: 0.3}                                                     | step_size=0.7     | 1/0.7/null
          {width: 1, step_size: 0.3}                                                     | step_size=0.7,0.8 | 1/0.7/null 1/0.8/null
          [{width: 1}, {width: 2}]                                                       | step_size=0.7     | 1/0.7/null 2/0.7/null
          {width: 1, step_size: [1, 2], where: step_size > 1}                            | step_size=1.5     | 1/1.5/null
          {width: [1, 2], where: step_size < width}                                      | step_size=1.5     | 2/1.5/null
          """)
  void anOverrideReachesEveryBlockThatNamesItsParameter(String grid, String given, String trials) {
    String text = sweep("grid: " + grid);
    assertThat(answer(Map.of("s", text), "s", false, given)).isEqualTo(trials);
    String[] parts = given.split("=");
    String quick = text + "quick: {%s: %s}\n";
    String values = parts[1].contains(",") ? "[" + parts[1] + "]" : parts[1];
    assertThat(answer(Map.of("s", quick.formatted(parts[0], values)), "s", true)).isEqualTo(trials);
    if (!parts[1].contains(",")) {
      String child = "extends: s\nparameters: {%s: %s}\n".formatted(parts[0], parts[1]);
      assertThat(answer(Map.of("s", text, "c", child), "c", false)).isEqualTo(trials);
    }
  }

  /** A block that says nothing keeps the default; only parameters speak for all blocks. */
  @Test
  void aBlockThatDoesNotNameItKeepsTheDefault() {
    String text = sweep("grid: [{width: 1, step_size: 0.3}, {width: 2}]");
    assertThat(answer(Map.of("s", text), "s", false, "step_size=0.7"))
        .isEqualTo("1/0.7/null 2/0.1/null");
    String child = "extends: s\nparameters: {step_size: 0.7}\n";
    assertThat(answer(Map.of("s", text, "c", child), "c", false))
        .isEqualTo("1/0.7/null 2/0.7/null");
  }

  @Test
  void whatDoesNotFitAZipIsRefused() {
    String zip = sweep("grid: [{step_size: 1}, {zip: {width: [3, 4], step_size: [0.1, 0.2]}}]");
    assertThat(answer(Map.of("s", zip), "s", false, "step_size=1,2,3"))
        .isEqualTo("command line, zip: step_size has 3 values, width has 2 (must be equally many)");
    assertThat(answer(Map.of("s", zip + "quick: {step_size: [1, 2, 3]}"), "s", true))
        .isEqualTo(
            "line 4, column 20: zip: step_size has 3 values, width has 2 (must be equally many)");
  }

  @Test
  void aBlockMayOverrideTheParameters() {
    String text =
        sweep(
            "parameters: {noise: 3, step_size: 0.2}",
            "grid: [{width: 1}, {width: 2, noise: [4, null]}, {zip: {width: [5], step_size: 9}}]");
    assertThat(answer(Map.of("s", text), "s", false))
        .isEqualTo("1/0.2/3.0 2/0.2/4.0 2/0.2/null 5/9.0/3.0");
    String printed = SweepPrinter.print(Descent.parse(text).sweep().orElseThrow());
    assertThat(answer(Map.of("s", printed), "s", false))
        .isEqualTo("1/0.2/3.0 2/0.2/4.0 2/0.2/null 5/9.0/3.0");
  }

  /** If parameters and a block name it, an override means both. */
  @Test
  void anOverrideReachesParametersAndBlocksAlike() {
    String text = sweep("parameters: {noise: 3}", "grid: [{width: 1}, {width: 2, noise: [4, 5]}]");
    assertThat(answer(Map.of("s", text), "s", false, "noise=7")).isEqualTo("1/0.1/7.0 2/0.1/7.0");
    assertThat(answer(Map.of("s", text), "s", false, "noise=7,8"))
        .isEqualTo("1/0.1/7.0 1/0.1/8.0 2/0.1/7.0 2/0.1/8.0");
    assertThat(answer(Map.of("s", text, "c", "extends: s\nparameters: {noise: 7}"), "c", false))
        .isEqualTo("1/0.1/7.0 2/0.1/7.0");
  }

  @Test
  void theCommandLineComesBeforeQuickInAZipToo() {
    String text =
        sweep("grid: {zip: {width: [3, 4], step_size: [1, 2]}}", "quick: {step_size: [5, 6]}");
    assertThat(answer(Map.of("s", text), "s", true)).isEqualTo("3/5.0/null 4/6.0/null");
    assertThat(answer(Map.of("s", text), "s", true, "step_size=7"))
        .isEqualTo("3/7.0/null 4/7.0/null");
    assertThat(answer(Map.of("s", text), "s", false, "step_size=7,8", "width=1,2"))
        .isEqualTo("1/7.0/null 2/8.0/null");
  }

  @Test
  void theOrderOfKeysInQuickDoesNotMatter() {
    String file = sweep("grid: {width: 1, noise: [1, 2]}");
    for (String quick :
        List.of(
            "quick: {noise: 9, step_size: 0.01, grid: {width: [4, 5]}}",
            "quick: {grid: {width: [4, 5]}, step_size: 0.01, noise: 9}")) {
      assertThat(answer(Map.of("s", file + quick), "s", true)).isEqualTo("4/0.01/9.0 5/0.01/9.0");
    }
    for (String quick :
        List.of(
            "quick: {noise: [8, 9], grid: [{width: 4}, {noise: 7}]}",
            "quick: {grid: [{width: 4}, {noise: 7}], noise: [8, 9]}")) {
      assertThat(answer(Map.of("s", file + quick), "s", true))
          .isEqualTo("4/0.1/8.0 4/0.1/9.0 8/0.1/7.0");
    }
  }

  /** As a child's grid, a child's quick grid leaves the base's parameters as they are. */
  @Test
  void aQuickGridAndAQuickParameterOfTwoFilesBothHold() {
    String base = sweep("grid: {width: 1}", "quick: {noise: 9}");
    String child = "extends: s\nquick: {grid: {width: [4, 5]}}\n";
    assertThat(answer(Map.of("s", base, "c", child), "c", true)).isEqualTo("4/0.1/9.0 5/0.1/9.0");
    String gridBase = sweep("quick: {grid: {width: [4, 5], noise: [1, 2]}}");
    String parameterChild = "extends: s\nquick: {noise: 9}\n";
    assertThat(answer(Map.of("s", gridBase, "c", parameterChild), "c", true))
        .isEqualTo("4/0.1/9.0 5/0.1/9.0");
  }

  @Test
  void aFileThatIsExtendedMayStandAnywhere() {
    String base = sweep("parameters: {noise: 3}", "grid: {width: [1, 2]}");
    for (String child :
        List.of(
            "extends: s\nparameters: {width: 7}\nreplicates: 1\n",
            "replicates: 1\nparameters: {width: 7}\nextends: s\n")) {
      assertThat(answer(Map.of("s", base, "c", child), "c", false)).isEqualTo("7/0.1/3.0");
    }
    String child = "extends: s\nparameters: {width: 7}\ngrid: [{}, {width: 8}]\n";
    assertThat(answer(Map.of("s", base, "c", child), "c", false)).isEqualTo("7/0.1/3.0 8/0.1/3.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          step_size=[0.1,0.4]                          | 1/0.1/null 1/0.4/null
          step_size=[ 0.1 , 0.4 ]                      | 1/0.1/null 1/0.4/null
          step_size=[0.1]                              | 1/0.1/null
          step_size=[linspace(0, 1, 2), 0.5]           | 1/0.0/null 1/1.0/null 1/0.5/null
          step_size=['linspace(0, 1, 2)', 0.5]         | 1/0.0/null 1/1.0/null 1/0.5/null
          step_size="linspace(0, 1, 2)"                | 1/0.0/null 1/1.0/null
          noise=[null, 2]                              | 1/0.1/null 1/0.1/2.0
          grid={width: [3, 4], where: "width > 3"}     | 4/0.1/null
          grid=[{width: 3}, {noise: 'range(0, 2, 1)'}] | 3/0.1/null 8/0.1/0.0 8/0.1/1.0
          width=[1, [2]]                               | width=[1, [2]], line 1, column 11: width: a list (must be values or an expression)
          width={a: 1}                                 | width={a: 1}, line 1, column 7: width: a map (must be values or an expression)
          width=[]                                     | command line, 'width=[]' has an empty value (must be name=value; null is written out)
          width="3                                     | "3, line 1, column 3: not YAML: found unexpected end of stream
          width="3"                                    | "3", line 1, column 1: width: 3 (must be a whole number at least 1)
          where=width > 1                              | command line, 'where' belongs to a block (change the file, or give all of it: grid={…})
          zip={width: [1]}                             | command line, 'zip' belongs to a block (change the file, or give all of it: grid={…})
          claims=[]                                    | command line, 'claims=[]' has an empty value (must be name=value; null is written out)
          claims=x                                     | command line, 'claims' cannot be changed from outside the file (change the file)
          grid[0].width=3                              | command line, 'grid[0].width' is a part (must be a parameter, which holds in all blocks that name it, or a key with all of its value, such as grid=[{…}, {…}] or record={…})
          record.points=3                              | command line, 'record.points' is a part (must be a parameter, which holds in all blocks that name it, or a key with all of its value, such as grid=[{…}, {…}] or record={…})
          """)
  void theCommandLineIsAsWideAsTheFile(String given, String answer) {
    assertThat(answer(Map.of("s", sweep("grid: {width: 1}")), "s", false, given)).isEqualTo(answer);
  }

  @Test
  void textsAndMapsAreReadAsInAFile() {
    assertThat(
            Descent.parse(sweep(), "about='it''s, well'", "record={points: 32, spacing: linear}")
                .sweep()
                .map(SweepPrinter::print)
                .orElseThrow())
        .contains("about: \"it's, well\"", "record: {points: 32, spacing: linear}");
  }
}
