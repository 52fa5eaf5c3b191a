package io.gradsweep.sweeps.read;

import static io.gradsweep.sweeps.Descent.plan;
import static io.gradsweep.sweeps.Descent.problems;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialId;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PlanDifference;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.ValueRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which values an expression has, by which rule, and that a study keeps the rule that it began
 * with.
 */
class TestValueRules {

  private static final String RANGE = "grid: {step_size: 'range(0.1, 0.4, 0.1)'}";
  private static final List<Object> BY_DOUBLES = List.of(0.1, 0.2, 0.30000000000000004, 0.4);
  private static final List<Object> BY_DECIMALS = List.of(0.1, 0.2, 0.3);

  private static List<Object> values(String expression, ValueRule rule) {
    return new Expansion("a", 0, rule)
        .values(ValueExpression.parse(expression, rule)).stream().map(ParamValue::column).toList();
  }

  private static List<Object> stepSizes(Sweep sweep) {
    return sweep.grid().blocks().stream()
        .flatMap(block -> block.axes().stream())
        .filter(axis -> axis.name().equals("step_size"))
        .map(Axis::values)
        .flatMap(List::stream)
        .map(ParamValue::column)
        .toList();
  }

  private static List<Object> stepSizes(String text, String... overrides) {
    return stepSizes(Descent.parse(text, overrides).sweep().orElseThrow());
  }

  private static Sweep stored(String text) {
    SweepReader.Reading reading = SweepReader.parseStored(text, "sweep.yaml");
    assertThat(reading.problems()).isEmpty();
    return reading.sweep().orElseThrow();
  }

  @Test
  void valuesAreThoseOfTheOracle() throws IOException {
    try (InputStream in = TestValueRules.class.getResourceAsStream("/oracle/values.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] cells = line.split(";");
        List<Object> values = values(cells[0], ValueRule.DECIMALS);
        assertThat(values).as(cells[0]).hasSize(Integer.parseInt(cells[1]));
        if (cells.length > 2) {
          assertThat(values.get(Integer.parseInt(cells[2])))
              .as(line)
              .isEqualTo(Double.parseDouble(cells[3]));
        }
      }
    }
  }

  /**
   * With 15 digits instead of ten, a quarter of such values would move, and their trials with them.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linspace(0, 20, 100)",
        "linspace(0, 0.006, 100)",
        "linspace(0, 3, 100)",
        "geomspace(0.001, 2, 37)",
        "logspace(-2, 1, 50)"
      })
  void valuesOfManyDigitsKeepTheirBits(String expression) {
    List<Object> before = values(expression, ValueRule.DOUBLES);
    List<Object> now = values(expression, ValueRule.DECIMALS);
    List<Object> moved =
        IntStream.range(0, before.size())
            .filter(i -> !before.get(i).equals(now.get(i)))
            .mapToObj(now::get)
            .toList();
    // a power of ten inside of a spacing is the one number that was meant
    assertThat(moved).allMatch(value -> value.toString().length() <= 6).hasSizeLessThan(2);
    assertThat(now).doesNotHaveDuplicates();
    if (expression.startsWith("linspace")) {
      assertThat(moved).isEmpty();
    }
  }

  @Test
  void wholeRangesStayWholeAndExact() {
    assertThat(values("range(2, 10, 3)", ValueRule.DECIMALS)).containsExactly(2L, 5L, 8L);
    assertThat(values("range(10, 0, -4)", ValueRule.DECIMALS)).containsExactly(10L, 6L, 2L);
    assertThat(values("range(0x10, 0o24, 2)", ValueRule.DECIMALS)).containsExactly(16L, 18L);
    assertThat(values("range(9007199254740993, 9007199254740996, 1)", ValueRule.DECIMALS))
        .containsExactly(9007199254740993L, 9007199254740994L, 9007199254740995L);
    assertThat(values("range(9223372036854775806, 9223372036854775807, 1)", ValueRule.DECIMALS))
        .containsExactly(9223372036854775806L);
    assertThat(values("range(1, 3, 1.0)", ValueRule.DECIMALS)).containsExactly(1.0, 2.0);
  }

  /** Numbers that nobody writes are read as the doubles that they are, in bounded time. */
  @Test
  void rangesOfStrangeNumbersEnd() {
    assertThat(values("range(1e-99999999999, 0.3, 0.1)", ValueRule.DECIMALS))
        .containsExactly(0.0, 0.1, 0.2);
    assertThat(values("range(5e-324, 1e308, 5e307)", ValueRule.DECIMALS)).hasSize(2);
    String long3 = "0.3" + "0".repeat(100_000);
    assertThat(values("range(0.1, " + long3 + ", 0.1)", ValueRule.DECIMALS))
        .containsExactly(0.1, 0.2);
    assertThat(problems(sweep("grid: {step_size: 'range(0, 1, 1e-300)'}")))
        .contains("more than 1000000 values");
    assertThat(problems(sweep("grid: {step_size: 'range(0, 1, 0e5)'}"))).contains("must not be 0");
    assertThat(problems(sweep("grid: {step_size: 'range(0, 1, 1e-400)'}"))).contains("step 0");
  }

  /** The ends are run as written, whatever number they are near to. */
  @Test
  void endsOfSpacingsStayAsTheyAreWritten() {
    assertThat(values("linspace(0.30000000000000004, 1, 2)", ValueRule.DECIMALS))
        .containsExactly(0.30000000000000004, 1.0);
    assertThat(values("geomspace(9.999999999999999e-6, 1, 2)", ValueRule.DECIMALS))
        .startsWith(9.999999999999999e-6);
    assertThat(values("logspace(-6, 0, 1)", ValueRule.DECIMALS)).containsExactly(1e-6);
  }

  @Test
  void aFileFollowsTheNewestRuleAndAnOldStudyItsOwn() {
    String text = sweep(RANGE);
    assertThat(stepSizes(text)).isEqualTo(BY_DECIMALS);
    assertThat(stepSizes(stored(text))).isEqualTo(BY_DOUBLES);
    assertThat(stepSizes(sweep(RANGE, "values: 1"))).isEqualTo(BY_DOUBLES);
    assertThat(stepSizes(sweep(RANGE, "values: 2"))).isEqualTo(BY_DECIMALS);
    assertThat(stepSizes(stored(sweep(RANGE, "values: 2")))).isEqualTo(BY_DECIMALS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theRuleIsPrintedAndReadBack(int rule) {
    Sweep sweep = Descent.parse(sweep(RANGE, "values: " + rule)).sweep().orElseThrow();
    String printed = SweepPrinter.print(sweep);
    assertThat(printed).contains("\nvalues: " + rule + "\n").contains("\"range(0.1, 0.4, 0.1)\"");
    assertThat(stored(printed).grid().blocks()).isEqualTo(sweep.grid().blocks());
    assertThat(stored(printed).grid().rule()).isEqualTo(sweep.grid().rule());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          values: 3      | line 3, column 9: values: '3' (must be 1 or 2)
          values: 0      | line 3, column 9: values: '0' (must be 1 or 2)
          values: newest | line 3, column 9: values: 'newest' (must be a whole number)
          values: [1, 2] | line 3, column 9: values: a list (must be a whole number)
          quick: {values: 1} | 'values' cannot be changed from outside the file
          """)
  void otherRulesAreRefused(String line, String message) {
    assertThat(problems(sweep(line))).startsWith("Cannot use s.yaml: 1 problem").contains(message);
    assertThat(problems(sweep(), "values=1"))
        .contains("'values' cannot be changed from outside the file");
  }

  @Test
  void theRuleIsInheritedFromTheFileThatIsExtended() {
    Map<String, String> base = Map.of("base.yaml", sweep(RANGE, "values: 1"));
    Function<String, Optional<String>> include = name -> Optional.ofNullable(base.get(name));
    String own = "extends: base.yaml\nsweep: t\n";
    assertThat(stepSizes(SweepReader.read(own, "t.yaml", include, List.of(), false)))
        .isEqualTo(BY_DOUBLES);
    assertThat(
            stepSizes(SweepReader.read(own + "values: 2\n", "t.yaml", include, List.of(), false)))
        .isEqualTo(BY_DECIMALS);
  }

  @Test
  void theRuleHoldsWhereverExpressionsStand() {
    assertThat(stepSizes(sweep("grid: {step_size: 1}"), "step_size=range(0.1,0.4,0.1)"))
        .isEqualTo(BY_DECIMALS);
    assertThat(stepSizes(sweep("grid: {step_size: [9, 'range(0.1, 0.4, 0.1)']}")))
        .containsExactly(9L, 0.1, 0.2, 0.3);
    String zip = "grid: {zip: {step_size: 'range(0.1, 0.4, 0.1)', width: [1, 2, 3]}}";
    assertThat(stepSizes(sweep(zip))).isEqualTo(BY_DECIMALS);
    assertThat(problems(sweep(zip, "values: 1"))).contains("width has 3 values, step_size has 4");
    String quick = sweep("grid: {step_size: 1}", "quick: {step_size: 'range(0.1, 0.4, 0.1)'}");
    assertThat(stepSizes(SweepReader.read(quick, "s", n -> Optional.empty(), List.of(), true)))
        .isEqualTo(BY_DECIMALS);
  }

  @Test
  void trialsOfValuesThatDidNotMoveKeepTheirIds() {
    Set<TrialId> before = ids(plan(sweep(RANGE, "values: 1")));
    Set<TrialId> now = ids(plan(sweep(RANGE)));
    assertThat(before).hasSize(4);
    assertThat(now).hasSize(3).filteredOn(before::contains).hasSize(2);
    String spacing = "grid: {step_size: 'linspace(0, 20, 100)'}";
    assertThat(plan(sweep(spacing)).fingerprint())
        .isEqualTo(plan(sweep(spacing, "values: 1")).fingerprint());
  }

  private static Set<TrialId> ids(Plan plan) {
    return LongStream.range(0, plan.size())
        .mapToObj(i -> plan.trial(i).orElseThrow())
        .map(Trial::id)
        .collect(Collectors.toSet());
  }

  @Test
  void whatTheRuleMovesIsNamedWithTheWayOut() {
    assertThat(PlanDifference.between(plan(sweep(RANGE, "values: 1")), plan(sweep(RANGE))))
        .containsExactly(
            "step_size: 0.1, 0.2, 0.30000000000000004, 0.4 before, 0.1, 0.2, 0.3 now",
            "values: 1 before, 2 now ('values: 1' in the file keeps what expressions meant before)");
    String spacing = "grid: {step_size: 'geomspace(1e-6, 1, 7)'}";
    assertThat(PlanDifference.between(plan(sweep(spacing, "values: 1")), plan(sweep(spacing))))
        .first()
        .isEqualTo(
            "step_size: 9.999999999999999e-6 (of 7 values) before, 1.0e-5 (of 7 values) now");
  }
}
