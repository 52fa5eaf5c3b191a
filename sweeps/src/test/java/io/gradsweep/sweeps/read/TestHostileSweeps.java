package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.problems;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that mean harm, or that an accident made: each is one message, in bounded time. */
@Timeout(60)
class TestHostileSweeps {

  private static String bomb() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
    }
    return text.toString();
  }

  static Stream<Arguments> files() {
    String deep = "[".repeat(300_000);
    String axes =
        Stream.iterate(0, i -> i + 1)
            .limit(300)
            .map(i -> "a%d: 'linspace(0, 1, 1e6)'".formatted(i))
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    return Stream.of(
        Arguments.of(bomb(), "line 7, column 5: too many values (at most 1000000)"),
        Arguments.of("a: &a [*a]", "line 1, column 4: stands inside of itself"),
        Arguments.of("a: " + deep, "nested too deeply (at most 50 levels)"),
        Arguments.of(
            "a: " + "[".repeat(60) + "]".repeat(60), "nested too deeply (at most 50 levels)"),
        Arguments.of("a: !!python/object:os.system ls", "tag 'tag:yaml.org,2002:python/object"),
        Arguments.of(
            "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
            "tag 'tag:yaml.org,2002:javax.script.ScriptEngineManager"),
        Arguments.of("sweep: !!java.io.File /etc/passwd", "tag 'tag:yaml.org,2002:java.io.File"),
        Arguments.of("sweep: ../../x\nsimulation: descent", "sweep: '../../x' (must be letters"),
        Arguments.of("a: \u001b[31m", "line 1, column 4: not YAML: the character U+001B (must be"),
        Arguments.of("a\uFEFFb: 1", "unknown key 'a\\ufeffb'"),
        Arguments.of(
            sweep("seed: " + "9".repeat(1_000_000)),
            "line 3, column 7: " + "9".repeat(59) + "… (must be from -2^63 to 2^63-1)"),
        Arguments.of(
            sweep("grid: [" + "{}, ".repeat(200_000) + "{}]"),
            "line 3, column 7: grid: 200001 blocks (must be at most 1000)"),
        Arguments.of(
            sweep("grid: {" + axes + "}"), "too many values (must be at most 2000000 in all axes)"),
        Arguments.of(
            sweep("grid: {where: '" + "not ".repeat(50_000) + "true'}"),
            "line 3, column 15: where: 200004 characters (must be at most 2000)"),
        Arguments.of(
            sweep("grid: {width: [" + ".inf, ".repeat(100_000) + "]}"),
            "Cannot use s.yaml: 100000 problems"),
        Arguments.of(
            sweep("grid: {" + "a".repeat(500) + ": 1}"),
            "'" + "a".repeat(59) + "…' is not a parameter of descent"),
        Arguments.of(
            sweep("grid: {optimizer: " + "b".repeat(100_000) + "}"),
            "optimizer: " + "b".repeat(59) + "… (must be one of gradient, natural)"),
        Arguments.of(
            sweep("grid: {\"\\e]0;x\\a\\u202e\": 1}"),
            "'\\u001b]0;x\\u0007\\u202e' is not a parameter of descent"),
        Arguments.of(sweep("about: \"\\ud800\""), "(must not hold half a character)"),
        Arguments.of("sweep: ''\nsimulation: descent", "line 1, column 8: sweep is empty"),
        Arguments.of("sweep: s\nsimulation: ''", "line 2, column 13: simulation is empty"),
        Arguments.of(sweep("extends: sub/other.yaml"), "(must be a file in the same folder)"),
        Arguments.of(sweep("extends: ../../.."), "(must be a file in the same folder)"),
        Arguments.of(sweep("extends: .."), "(must be a file in the same folder)"),
        Arguments.of(sweep("extends: /etc/passwd"), "(must be a file in the same folder)"),
        Arguments.of(
            sweep("extends: \"a\\0b\""), "'a\\u0000b' (must be a file in the same folder)"),
        Arguments.of(
            sweep("grid: {step_size: 'linspace(-1e308, 1e308, 3)'}"),
            "from and to are too far apart"),
        Arguments.of(
            sweep("time_limit: 999999999h"),
            "(must be a time such as 500ms, 60s, 5m or 2h, at most 100000h)"),
        Arguments.of(
            sweep("record: {spacing: lin}"), "record.spacing: 'lin' (must be log or linear)"),
        Arguments.of(
            sweep("record: {spacing: linea}"), "(must be log or linear) (did you mean 'linear'?)"),
        Arguments.of(
            sweep("summary: {by: widht, of: [optimizer, final_error]}"),
            "line 3, column 10: summary: 'widht' is not a column (did you mean 'width'?)"),
        Arguments.of(
            sweep("summary: {by: width, of: optimizer}"),
            "line 3, column 10: summary.of: optimizer (must be a number)"),
        Arguments.of(
            sweep("grid: {where: 'sqr(width) > 1'}"), "unknown function 'sqr' (did you mean"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRefusedInAFewWords(String text, String message) {
    String problems = problems(text);
    assertThat(problems).startsWith("Cannot use s.yaml: ").contains(message);
    assertThat(problems).hasSizeLessThan(8000).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
  }

  /** Texts that gradsweep wrote may be long, but a study's folder may contain anything. */
  @Test
  void storedTextsHaveLimitsOfTheirOwn() {
    String list = "1, ".repeat(400_000);
    assertThat(storedProblems(sweep("about: " + "x".repeat(2 << 20)))).isEmpty();
    assertThat(storedProblems(sweep("about: " + "x".repeat(16 << 20))))
        .containsExactly("16777253 characters (a stored sweep has at most 16 MiB)");
    assertThat(storedProblems(sweep("grid: [" + "{width: 1}, ".repeat(10_001) + "]")))
        .containsExactly("grid: 10001 blocks (must be at most 10000)");
    assertThat(storedProblems(sweep("a: &a [" + list + "]", "b: [" + "*a, ".repeat(30) + "]")))
        .containsExactly("too many values (at most 8000000)");
  }

  private static List<String> storedProblems(String text) {
    return SweepReader.parseStored(text, "sweep.yaml").problems().stream()
        .map(Problem::message)
        .toList();
  }

  /** A few aliases of a long text, all written out, would fill the memory. */
  @Test
  void textsHaveALimitWithTheirAliasesWrittenOut() {
    String claim = "{claim: c, source: s, sql: *a, expect: '< 1'}, ";
    assertThat(
            problems(
                sweep("about: &a " + "x".repeat(500_000), "claims: [" + claim.repeat(1000) + "]")))
        .contains("too much text (at most 4194304 characters with all aliases written out)");
  }

  /** Unreadable values are reported once, not again by everything that uses them. */
  @Test
  void aNumberThatNothingHoldsIsOneProblem() {
    assertThat(
            problems(
                sweep(
                    "seed: .nan",
                    "replicates: 1000000000000000000000000000000",
                    "parameters: {noise: .inf}",
                    "record: {points: 1e999}",
                    "grid: {width: [1, -.inf]}")))
        .isEqualTo(
            """
            Cannot use s.yaml: 5 problems
              line 3, column 7: .nan (must be finite)
              line 4, column 13: 1000000000000000000000000000000 (must be from -2^63 to 2^63-1)
              line 5, column 21: .inf (must be finite)
              line 6, column 18: 1e999 (must be finite)
              line 7, column 19: -.inf (must be finite)"""
                .stripIndent());
  }

  /** A hundred aliases of one list are no bomb. */
  @Test
  void aliasesAreWelcomeWhereTheyStandForLittle() {
    String blocks = "{width: *w, noise: [1, 2]}, ".repeat(100);
    assertThat(problems(sweep("grid: [{width: &w [1, 2], momentum: true}, " + blocks + "]")))
        .isEqualTo("none");
  }

  @Test
  void aThousandBlocksAreCountedInBoundedTime() {
    String block = "{step_size: 'linspace(0, 1, 1000)', where: 'step_size * width <= 1'}, ";
    Plan plan = Descent.plan(sweep("grid: [" + block.repeat(1000) + "]"));
    assertThat(plan.size()).isEqualTo(1_000_000);
    assertThat(plan.counts().trials()).isBetween(1L, 1_000_000L);
  }

  /** A single axis between two zips keeps its place: the order of trials is part of a plan. */
  @Test
  void zipsPrintBackInTheirOrder() {
    Sweep sweep =
        Descent.parse(
                sweep(
                    "grid: {momentum: true, zip: [{width: [1, 2], noise: [1, 2]}, {optimizer:"
                        + " [gradient, natural]}, {step_size: [1, 2], steps: [3, 4]}]}"))
            .sweep()
            .orElseThrow();
    Sweep again =
        SweepReader.read(
            SweepPrinter.print(sweep), "s", name -> Optional.empty(), List.of(), false);
    assertThat(again.grid().blocks()).isEqualTo(sweep.grid().blocks());
  }

  @Test
  void longTimeLimitsPrintBack() {
    Sweep sweep = Descent.parse(sweep("time_limit: 99999.5h")).sweep().orElseThrow();
    Sweep again =
        SweepReader.read(
            SweepPrinter.print(sweep), "s", name -> Optional.empty(), List.of(), false);
    assertThat(again.execution().timeLimit()).isEqualTo(sweep.execution().timeLimit()).isPresent();
  }
}
