package io.gradsweep.sweeps.plan;

import static io.gradsweep.sweeps.Descent.plan;
import static io.gradsweep.sweeps.Descent.sweep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a plan holds all trials of another one is told exactly, or not at all. */
@Timeout(120)
class TestPlanDifference {

  private static final int PAIRS = 4000;

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "step_size", List.of("0.1", "0.2", "0.3"),
          "width", List.of("1", "2", "3"),
          "noise", List.of("null", "1", "2"),
          "momentum", List.of("true", "false"));
  private static final List<String> NAMES = VALUES.keySet().stream().sorted().toList();
  private static final List<String> FILTERS =
      List.of(
          "width * step_size < 0.5",
          "width * step_size < 0.5 ", // the same, which its text does not say
          "width < 3",
          "not (width == 2 and step_size == 0.2)",
          "noise > 0 or momentum",
          "false",
          "2 > 1");

  private final Random random = new Random(18);

  private <T> T oneOf(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private List<String> some(String name) {
    List<String> values = new ArrayList<>(VALUES.get(name));
    Collections.shuffle(values, random);
    return values.subList(0, 1 + random.nextInt(values.size()));
  }

  /** Some axes, a zip of others, and a filter; what is left keeps its default. */
  private String block(boolean wide) {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    int zipped = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 0;
    List<String> parts = new ArrayList<>();
    if (zipped > 0) {
      parts.add("zip: {" + zip(names.subList(0, zipped)) + "}");
    }
    for (String name : names.subList(zipped, names.size())) {
      if (random.nextInt(4) > 0) {
        List<String> values = wide && random.nextInt(3) > 0 ? VALUES.get(name) : some(name);
        parts.add(name + ": [" + String.join(", ", values) + "]");
      }
    }
    if (random.nextInt(wide ? 4 : 2) == 0) {
      parts.add("where: '" + oneOf(FILTERS) + "'");
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private String zip(List<String> names) {
    int rows = 1 + random.nextInt(5);
    List<List<String>> distinct =
        IntStream.range(0, rows)
            .mapToObj(row -> names.stream().map(name -> oneOf(VALUES.get(name))).toList())
            .distinct()
            .toList();
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                names.get(i)
                    + distinct.stream()
                        .map(row -> row.get(i))
                        .collect(Collectors.joining(", ", ": [", "]")))
        .collect(Collectors.joining(", "));
  }

  private Plan random(int blocks, boolean wide) {
    return plan(
        sweep(
            IntStream.range(0, blocks)
                .mapToObj(i -> block(wide))
                .collect(Collectors.joining(", ", "grid: [", "]"))));
  }

  private static List<Trial> trials(Plan plan) {
    return LongStream.range(0, plan.size())
        .mapToObj(plan::trial)
        .flatMap(Optional::stream)
        .toList();
  }

  /** One block a trial, as somebody would write who has a list of them; maybe not the last. */
  private static Plan listed(Plan plan, int left) {
    List<Trial> trials = trials(plan);
    String blocks =
        trials.stream()
            .limit(trials.size() - left)
            .map(
                trial ->
                    NAMES.stream()
                        .map(name -> name + ": " + trial.params().value(name).text())
                        .collect(Collectors.joining(", ", "{", "}")))
            .collect(Collectors.joining(", "));
    return plan(sweep("grid: [" + blocks + "]"));
  }

  private static boolean agrees(Plan before, Plan now) {
    boolean held = trials(before).stream().allMatch(now::contains);
    assertThat(PlanDifference.between(before, now).isEmpty())
        .as("%s\n%s", before.sweep().grid().blocks(), now.sweep().grid().blocks())
        .isEqualTo(held);
    return held;
  }

  @Test
  void theAnswerIsThatOfEveryTrial() {
    int held = 0;
    for (int i = 0; i < PAIRS; i++) {
      held +=
          agrees(random(1 + random.nextInt(3), false), random(1 + random.nextInt(4), true)) ? 1 : 0;
    }
    assertThat(held).isBetween(PAIRS / 20, PAIRS * 9 / 10);
  }

  @Test
  void manySmallBlocksTogetherHoldALargeOne() {
    for (int i = 0; i < 100; i++) {
      Plan before = random(2, true);
      if (trials(before).size() > 1) {
        assertThat(agrees(before, listed(before, 0))).isTrue();
        assertThat(agrees(before, listed(before, 1))).isFalse();
        assertThat(agrees(listed(before, 0), before)).isTrue();
      }
    }
  }

  private static final String MILLION =
      "step_size: 'linspace(0, 1, 1000)', width: 'range(1, 1002, 1)'";

  /** Each of these plans differs in one trial of more than a million, which a sample misses. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          where: 'not (step_size == 0 and width == 7)'             | false
          where: 'not (step_size == 1 and width == 1001)'          | false
          where: 'not (step_size == 1 and width == 1002)'          | true
          where: 'step_size + width <= 1001.9999'                  | false
          where: 'step_size + width <= 1002'                       | true
          where: 'noise > 0'                                       | false
          """)
  void aFilterThatTakesOutOneOfAMillionIsFound(String filter, boolean held) {
    Plan before = plan(sweep("grid: {" + MILLION + "}", "replicates: 1000"));
    Plan now = plan(sweep("grid: {" + MILLION + ", " + filter + "}", "replicates: 1000"));
    assertThat(PlanDifference.between(before, now).isEmpty()).isEqualTo(held);
    if (!held) {
      assertThat(PlanDifference.between(before, now))
          .containsExactly("the grid or a filter leaves out trials that the study holds");
    }
  }

  /** Two blocks share what one had; a third has the one trial that they leave out. */
  @Test
  void halvesOfAHugeGridHoldItTogether() {
    String rest = "step_size: 'linspace(0, 1, 1000)', noise: 'linspace(1, 2, 1000)'";
    Plan before = plan(sweep("grid: {width: 'range(1, 1001, 1)', " + rest + "}"));
    String low = "{width: 'range(1, 501, 1)', " + rest + "}";
    String high = "{width: 'range(501, 1001, 1)', " + rest + "}";
    String most = "{width: 'range(502, 1001, 1)', " + rest + "}";
    assertThat(PlanDifference.between(before, plan(sweep("grid: [" + high + ", " + low + "]"))))
        .isEmpty();
    assertThat(PlanDifference.between(before, plan(sweep("grid: [" + low + ", " + most + "]"))))
        .containsExactly(
            "width: 1000 values before, 999 values now"
                .replace("1000 values", "501 (of 1000 values)"));
    String last =
        ", {width: 501, step_size: 'linspace(0, 1, 1000)', noise: 'linspace(1, 2, 1000)'}";
    assertThat(
            PlanDifference.between(before, plan(sweep("grid: [" + low + ", " + most + last + "]"))))
        .isEmpty();
    assertThat(
            PlanDifference.between(
                before,
                plan(sweep("grid: [" + low + ", " + most + last.replace("1000", "999") + "]"))))
        .isNotEmpty();
  }

  @Test
  void zipsOfAHugeGridAreHeldRowByRow() {
    String rows = "zip: {width: 'range(1, %d, 1)', step_size: 'range(1, %d, 1)'}, %s";
    String rest = "noise: 'linspace(0, 1, 1000)'";
    Plan before = plan(sweep("grid: {" + rows.formatted(1001, 1001, rest) + "}"));
    assertThat(
            PlanDifference.between(
                before, plan(sweep("grid: {" + rows.formatted(1101, 1101, rest) + "}"))))
        .isEmpty();
    String shifted =
        "zip: {width: 'range(1, 1001, 1)', step_size: [2, 1, 'range(3, 1001, 1)']}, " + rest;
    assertThat(PlanDifference.between(before, plan(sweep("grid: {" + shifted + "}"))))
        .containsExactly("the grid or a filter leaves out trials that the study holds");
    assertThat(
            PlanDifference.between(
                before,
                plan(
                    sweep(
                        "grid: {width: 'range(1, 1001, 1)', step_size: 'range(1, 1001, 1)', "
                            + rest
                            + "}"))))
        .isEmpty();
  }

  private static final String HUGE =
      "step_size: 'linspace(0, 1, 4000)', width: 'range(1, 4001, 1)'";

  @Test
  void equalFiltersAreToldByTheAxesWhateverTheySpan() {
    String filter = ", where: 'step_size * width <= 1'";
    Plan before = plan(sweep("grid: {" + HUGE + ", momentum: false" + filter + "}"));
    assertThat(
            PlanDifference.between(
                before, plan(sweep("grid: {" + HUGE + ", momentum: [true, false]" + filter + "}"))))
        .isEmpty();
    String halves =
        "grid: [{"
            + HUGE.replace("range(1, 4001, 1)", "range(1, 9, 1)")
            + filter
            + "}, {"
            + HUGE.replace("range(1, 4001, 1)", "range(9, 4001, 1)")
            + filter
            + "}]";
    assertThat(PlanDifference.between(before, plan(sweep(halves)))).isEmpty();
  }

  @Test
  void moreThanCanBeLookedAtCountsAsNotHeld() {
    Plan before = plan(sweep("grid: {" + HUGE + ", where: 'step_size * width <= 1'}"));
    Plan now = plan(sweep("grid: {" + HUGE + ", where: 'step_size * width <= 2'}"));
    assertThat(PlanDifference.between(before, now))
        .containsExactly(
            "the grid or a filter may leave out trials that the study holds (what the filters name"
                + " spans more than 10000000 combinations, too many to look at)");
    assertThat(PlanDifference.between(before, plan(sweep("grid: {" + HUGE + "}")))).isEmpty();
  }

  /** By the rule of 0.1, a flag is a number. */
  @ParameterizedTest
  @CsvSource({
    "noise != 1, true",
    "noise > 1, true",
    "momentum == 1, false",
    "momentum, true",
    "width * step_size < 1, true",
    "false, true"
  })
  void aFilterMeansTheSameByAnotherRuleOrDoesNot(String where, boolean same) {
    Plan plan =
        plan(
            sweep(
                "values: 1",
                "grid: {noise: [null, 1, 2], momentum: [true, false], where: '" + where + "'}"));
    assertThat(PlanDifference.isNoneUnder(ValueRule.DECIMALS, plan)).isEqualTo(same);
    assertThat(PlanDifference.isNoneUnder(ValueRule.DOUBLES, plan)).isTrue();
  }
}
