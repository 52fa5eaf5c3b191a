package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.plan;
import static io.gradsweep.sweeps.Descent.problems;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.OnFailure;
import io.gradsweep.sweeps.spec.PlotScale;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.Resources;
import io.gradsweep.sweeps.spec.Statistic;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.ValueRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSweepReader {

  private static List<Object> axis(String name, String text, String... overrides) {
    Plan plan = plan(text, overrides);
    return LongStream.range(0, plan.size())
        .mapToObj(plan::trial)
        .flatMap(Optional::stream)
        .map(Trial::params)
        .map(params -> params.value(name).column())
        .distinct()
        .toList();
  }

  @Test
  void aWholeFileIsRead() {
    Sweep sweep =
        Descent.parse(
                sweep(
                    "about: 'what: else'",
                    "parameters: {width: 16}",
                    "grid:",
                    "  - {optimizer: gradient, step_size: 'linspace(0, 1, 3)'}",
                    "  - {zip: {step_size: [1, 2], noise: [0.1, null]}, where: step_size > 1}",
                    "replicates: 5",
                    "seed: -3",
                    "record: {points: 32, spacing: linear}",
                    "time_limit: 1.5m",
                    "on_failure: {max: 0, lost: 3}",
                    "resources: {threads: 2, memory: 1536m}",
                    "summary: [{by: [step_size], of: final_error, show: [mean, q90]}]",
                    "claims:",
                    "  - {claim: c, source: s, sql: 'SELECT 1', expect: '< 2'}",
                    "plots: [{x: step_size, y: rate, scale: log}]",
                    "fit: {y: final_error, x: width, by: [noise], window: [16, null]}"))
            .sweep()
            .orElseThrow();
    assertThat(sweep.about()).isEqualTo("what: else");
    assertThat(sweep.grid().blocks()).hasSize(2);
    assertThat(sweep.grid().blocks().get(1).groups().get(0)).hasSize(2);
    assertThat(sweep.grid().replicates()).isEqualTo(5);
    assertThat(sweep.grid().seed()).isEqualTo(-3);
    assertThat(sweep.execution().recording())
        .isEqualTo(new Recording(32, Recording.Spacing.LINEAR));
    assertThat(sweep.execution().timeLimit()).hasValue(Duration.ofSeconds(90));
    assertThat(sweep.execution().onFailure())
        .isEqualTo(new OnFailure(OptionalLong.of(0), OptionalLong.of(3)));
    assertThat(sweep.execution().resources())
        .isEqualTo(new Resources(OptionalInt.of(2), OptionalLong.of(1536L << 20)));
    assertThat(sweep.analysis().summaries().get(0).of()).containsExactly("final_error");
    assertThat(sweep.analysis().claims().get(0).bound().text()).isEqualTo("< 2");
    assertThat(sweep.analysis().plots().get(0).scale()).contains(PlotScale.LOG);
    assertThat(sweep.analysis().summaries().get(0).show())
        .containsExactly(Statistic.MEAN, Statistic.parse("q90"));
    assertThat(sweep.analysis().fits().get(0).isLogLog()).isTrue();
    assertThat(sweep.analysis().fits().get(0).from()).isEqualTo(16);
    assertThat(sweep.analysis().fits().get(0).to()).isEqualTo(Double.POSITIVE_INFINITY);
    String printed = SweepPrinter.print(sweep);
    assertThat(Descent.parse(printed).sweep().map(SweepPrinter::print)).hasValue(printed);
  }

  @Test
  void aStoredSweepKeepsOfItsPlotsAndStatisticsWhatCanBeShown() {
    String text =
        "sweep: s\nsimulation: descent\nparameters: {width: 3}\n"
            + "summary: [{of: [final_error], show: [q0, sd]}]\n"
            + "plots: [{y: rate, of: loss, scale: cubic, title: 3}]\n";
    assertThat(problems(text))
        .contains(
            "summary.show: 'q0' (must be of an order above 0)",
            "plots.of: 'loss' (must be left out: y is what is drawn)",
            "plots.scale: 'cubic' (must be one of linear, log, loglog, logx, logy, semilog)");
    SweepReader.Reading stored = SweepReader.parseStored(text, "sweep.yaml");
    assertThat(stored.problems()).isEmpty();
    Sweep sweep = stored.sweep().orElseThrow();
    assertThat(sweep.analysis().summaries().get(0).show()).containsExactly(Statistic.parse("sd"));
    PlotSpec plot = sweep.analysis().plots().get(0);
    assertThat(plot.scale()).contains(PlotScale.UNREAD);
    assertThat(plot.title()).contains("3");
    Sweep again = SweepReader.parseStored(SweepPrinter.print(sweep), "s").sweep().orElseThrow();
    assertThat(again.analysis().plots()).isEqualTo(sweep.analysis().plots());
    assertThat(again.analysis().summaries()).isEqualTo(sweep.analysis().summaries());
  }

  @Test
  void allProblemsAreReportedAtOnceWithTheirPlaces() {
    assertThat(
            problems(
                "swep: s\nsweep: ../x\nsimulation: descent\nparameters: {widht: 3, noise: lots}\n"
                    + "grid: {step_size: [0.1, -1], momentum: no}\nreplicates: 0\n"
                    + "record: {points: 1}\ntime_limit: soon\n"
                    + "on_failure: {max: -1, lost: 0, least: 2}\n"))
        .isEqualTo(
            """
            Cannot use s.yaml: 12 problems
              line 1, column 1: unknown key 'swep' (did you mean 'sweep'?)
              line 2, column 8: sweep: '../x' (must be letters, digits, . _ - and not begin with a dot)
              line 4, column 21: 'widht' is not a parameter of descent (did you mean 'width'?)
              line 4, column 31: noise: lots (must be a real number at least 0, or null)
              line 5, column 19: step_size: -1 (must be a real number at least 0)
              line 5, column 40: momentum: no (must be true or false)
              line 6, column 13: replicates: '0' (must be a whole number at least 1)
              line 7, column 18: record.points: 1 (must be 0, or from 2 to 100000)
              line 8, column 13: time_limit: 'soon' (must be a time such as 500ms, 60s, 5m or 2h)
              line 9, column 19: on_failure.max: '-1' (must be a whole number at least 0)
              line 9, column 29: on_failure.lost: '0' (must be a whole number at least 1)
              line 9, column 32: unknown key 'least'"""
                .stripIndent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grid: {width: [1, 2, 1]}          | line 3, column 15: width: 1 stands twice (values 1 and 3)
          grid: {width: []}                 | line 3, column 15: width: no values (must be at least one)
          grid: {width: .inf}               | line 3, column 15: .inf (must be finite)
          grid: {width: 1e400}              | line 3, column 15: 1e400 (must be finite)
          grid: {width: 99999999999999999999} | 99999999999999999999 (must be from -2^63 to 2^63-1)
          grid: {width: {a: 1}}             | width: a map (must be values or an expression)
          grid: {width: 'linspace(1, 2)'}   | width: linspace has 2 arguments (must be 3: from, to, n)
          grid: {width: 'linspase(1, 2, 3)'} | (did you mean 'linspace'?)
          grid: {width: 'linspace(1, 2, 3)'} | width: 1.5 (must be a whole number at least 1)
          grid: {step_size: 'geomspace(0, 1, 3)'} | geomspace(0, 1, 3): from and to must be above 0
          grid: {step_size: 'range(1, 0, 1)'} | no values (from must come before to
          grid: {step_size: 'linspace(0, 1, 1e9)'} | values (must be a whole number from 1 to 1000000)
          grid: {zip: {width: [1, 2], noise: [1]}} | zip: noise has 1 value, width has 2
          grid: {width: 1, zip: {width: [1]}} | width is an axis of this block already
          grid: {where: 'widht > 1'}        | where: 'widht' is not a parameter of descent (did you mean 'width'?)
          grid: {where: 'width >'}          | where: the end where a value is expected (character 8)
          grid: {where: 'width # 1'}        | where: '# 1' is not understood
          grid: 5                           | grid: '5' (must be a map or a list of maps)
          parameters: [1]                   | parameters: a list (must be a map of values)
          parameters: {width: [1, 2]}       | parameters.width: a list (must be one value; several belong into grid)
          extends: ../other.yaml            | extends: '../other.yaml' (must be a file in the same folder)
          extends: none.yaml                | extends: 'none.yaml' (no such file)
          seed: 1.5                         | seed: '1.5' (must be a whole number)
          record: {spacing: cubic}          | record.spacing: 'cubic' (must be log or linear)
          resources: 2                      | resources: '2' (must be a map such as {threads: 4, memory: 2g})
          resources: {threads: 0}           | resources.threads: '0' (must be a whole number at least 1)
          resources: {threads: 10001}       | resources.threads: 10001 (must be at most 10000)
          resources: {memory: lots}         | resources.memory: 'lots' (must be a size such as 512m or 2g)
          resources: {memory: 99999999t}    | resources.memory: '99999999t' (must be a size
          resources: {cores: 2}             | unknown key 'cores'
          quick: 5                          | quick: '5' (must be a map of values)
          quick: {claims: 1}                | 'claims' cannot be changed from outside the file
          claims: [{claim: c}]              | claims.sql is missing
          fit: {x: a, y: b, scale: cubic}   | fit.scale: 'cubic' (must be loglog or semilog)
          fit: {x: a, y: b, window: [2, 1]} | line 3, column 27: fit.window: a list (must be [from, to] with from below to
          fit: {x: a, y: b, window: 2}      | fit.window: '2' (must be [from, to]
          claims: {claim: c, source: s, sql: q, expect: small} | line 3, column 47: claims.expect: 'small' (must be such as '< 0'
          claims: {claim: c, source: s, sql: q, expect: '< 1e999'} | claims.expect: '< 1e999' (must be finite)
          claims: {claim: c, source: s, sql: q, expect: 'in [2, 1]'} | claims.expect: 'in [2, 1]' (must accept some number
          plots: [{z: a}]                   | unknown key 'z'
          """)
  void oneFaultIsOneClearMessage(String line, String message) {
    assertThat(problems(sweep(line))).startsWith("Cannot use s.yaml: ").contains(message);
  }

  static Stream<Arguments> notSweeps() {
    return Stream.of(
        Arguments.of("", "empty file (must be a map with the key 'sweep')"),
        Arguments.of("# a comment\n", "empty file (must be a map with the key 'sweep')"),
        Arguments.of("just words", "'just words' (must be a map with the key 'sweep')"),
        Arguments.of("a: b: c", "not YAML: "),
        Arguments.of("a: [1, 2", "not YAML: "),
        Arguments.of("\ta: 1", "not YAML: "),
        Arguments.of("a: *b", "not YAML: "),
        Arguments.of("a: \u0000", "not YAML: "),
        Arguments.of("a: 1\n---\nb: 2", "several documents (must be one)"),
        Arguments.of("{[1]: 2}", "key a list (must be a name)"));
  }

  @ParameterizedTest
  @MethodSource("notSweeps")
  void whatIsNoSweepAtAllIsAMessageToo(String text, String message) {
    assertThat(problems(text)).contains(message);
  }

  @Test
  void bombsAreRefused() {
    StringBuilder aliases = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      aliases.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
    }
    assertThat(problems(aliases.toString())).contains("problem");
    assertThat(problems("a: " + "[".repeat(5000) + "]".repeat(5000))).contains("problem");
    assertThat(problems("a: " + "x".repeat(1 << 21)))
        .contains("characters (a sweep has at most 1 MiB)");
  }

  @Test
  void aClaimNeedsNoSourceAndAnEqualsSignIsEnough() {
    String text = sweep("claims: {claim: c, sql: q, expect: = 20}");
    String printed = SweepPrinter.print(Descent.parse(text).sweep().orElseThrow());
    assertThat(printed).contains("- {claim: c, sql: q, expect: \"== 20\"}");
    assertThat(Descent.parse(printed).sweep().orElseThrow().analysis().claims())
        .isEqualTo(Descent.parse(text).sweep().orElseThrow().analysis().claims());
    assertThat(problems(sweep("claims: {claim: c, source: [1], sql: q, expect: = 1}")))
        .contains("claims.source: a list (must be a text, or a map of paper, derived, independent");
  }

  @Test
  void duplicateKeysAreNamedWithBothLines() {
    assertThat(problems(sweep("seed: 1", "seed: 2")))
        .contains("line 4, column 1: key 'seed' stands twice (first on line 3)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFF", "# c\r\n", "\n\n"})
  void marksCommentsAndLineEndsDoNotMatter(String before) {
    assertThat(plan(before + sweep("seed: 4").replace("\n", "\r\n")).sweep().grid().seed())
        .isEqualTo(4);
  }

  /** YAML 1.2: no is a text, 1e-5 a number, octal only with 0o. */
  @Test
  void scalarsFollowTheCoreSchema() {
    assertThat(Scalars.plain("no")).isEqualTo(ParamValue.of("no"));
    assertThat(Scalars.plain("1e-5")).isEqualTo(ParamValue.of(1e-5));
    assertThat(Scalars.plain("010")).isEqualTo(ParamValue.of(10));
    assertThat(Scalars.plain("0o10")).isEqualTo(ParamValue.of(8));
    assertThat(Scalars.plain("0xff")).isEqualTo(ParamValue.of(255));
    assertThat(Scalars.plain("~")).isEqualTo(ParamValue.unset());
    assertThat(Scalars.plain("12:30")).isEqualTo(ParamValue.of("12:30"));
  }

  @Test
  void spacingsAreNumPys() throws IOException {
    try (InputStream in = TestSweepReader.class.getResourceAsStream("/oracle/spaces.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] cells = line.split(";");
        int index = Integer.parseInt(cells[1]);
        double expected = Double.parseDouble(cells[2]);
        ParamValue value = ValueExpression.parse(cells[0], ValueRule.DOUBLES).values().get(index);
        assertThat((Double) value.column())
            .isCloseTo(expected, within(4e-16 * Math.max(1e-300, Math.abs(expected)) + 1e-18));
      }
    }
  }

  @Test
  void endsOfSpacingsAreExact() {
    assertThat(axis("step_size", sweep("grid: {step_size: 'linspace(0, 0.3, 4)'}")))
        .startsWith(0.0)
        .endsWith(0.3);
    assertThat(axis("width", sweep("grid: {width: 'geomspace(16, 1024, 7)'}")))
        .containsExactly(16L, 32L, 64L, 128L, 256L, 512L, 1024L);
    assertThat(axis("width", sweep("grid: {width: 'range(2, 10, 3)'}")))
        .containsExactly(2L, 5L, 8L);
    assertThat(axis("width", sweep("grid: {width: [1, 'range(2, 4, 1)', 9]}")))
        .containsExactly(1L, 2L, 3L, 9L);
  }

  @Test
  void drawnValuesDependOnTheSeedAlone() {
    String text = sweep("grid: {step_size: 'log_uniform(1e-3, 1, 20)'}");
    assertThat(axis("step_size", text)).hasSize(20).isEqualTo(axis("step_size", text));
    assertThat(axis("step_size", text, "seed=1")).isNotEqualTo(axis("step_size", text));
    assertThat(axis("step_size", text)).allMatch(x -> (Double) x >= 1e-3 && (Double) x <= 1);
  }

  @Test
  void theCommandLineComesBeforeQuickBeforeTheFile() {
    String text =
        sweep(
            "parameters: {width: 4}",
            "grid: [{optimizer: gradient, step_size: [1, 2]}, {optimizer: natural}]",
            "replicates: 9",
            "quick: {replicates: 3, step_size: 5, width: 6}");
    assertThat(plan(text).size()).isEqualTo(27);
    Function<String, Optional<String>> nothing = name -> Optional.empty();
    Sweep quick = SweepReader.read(text, "s", nothing, List.of("width=7,8", "replicates=2"), true);
    assertThat(quick.grid().replicates()).isEqualTo(2);
    Plan plan = Plan.of(quick, Descent.SPEC);
    assertThat(plan.size()).isEqualTo(2 * (2 + 2));
    assertThat(plan.trial(0).orElseThrow().params().real("step_size")).isEqualTo(5);
    assertThat(plan.trial(7).orElseThrow().params().real("step_size")).isEqualTo(0.1);
    assertThat(axis("step_size", sweep(), "step_size=geomspace(0.01,1,3)"))
        .containsExactly(0.01, 0.1, 1.0);
    assertThat(problems(sweep(), "step_size")).contains("'step_size' (must be name=value)");
    assertThat(problems(sweep(), "stepsize=1")).contains("(did you mean 'step_size'?)");
  }

  @Test
  void aSweepExtendsAnother() {
    Map<String, String> files =
        Map.of(
            "base.yaml",
            sweep("parameters: {width: 4, noise: 1}", "replicates: 7"),
            "loop.yaml",
            "extends: loop.yaml\n" + sweep());
    Function<String, Optional<String>> include = name -> Optional.ofNullable(files.get(name));
    Sweep sweep =
        SweepReader.read(
            "extends: base.yaml\nsweep: t\nparameters: {width: 5}\n",
            "t.yaml",
            include,
            List.of(),
            false);
    assertThat(sweep.name()).isEqualTo("t");
    assertThat(sweep.simulation()).isEqualTo("descent");
    assertThat(sweep.grid().replicates()).isEqualTo(7);
    assertThat(sweep.grid().fixed()).hasSize(2);
    assertThat(
            SweepReader.parse("extends: loop.yaml\n", "t.yaml", include, List.of(), false)
                .problems())
        .anyMatch(problem -> problem.message().contains("extends itself"));
  }

  @Test
  void textsThatLookLikeOtherThingsArePrintedInQuotes() {
    for (String text : List.of("no", "true", "1e5", "null", "a: b", "x # y", "", "é\n\"\\", "-")) {
      String printed = "a: " + SweepPrinter.quoted(text) + "\n";
      Yaml.Mapping read =
          new YamlReader("f", Author.PERSON, new ArrayList<>()).read(printed).orElseThrow();
      assertThat(((Yaml.Scalar) read.entries().get("a").value()).value())
          .isEqualTo(ParamValue.of(text));
    }
  }
}
