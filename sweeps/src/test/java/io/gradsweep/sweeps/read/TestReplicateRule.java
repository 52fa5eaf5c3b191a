package io.gradsweep.sweeps.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader.Reading;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Looks;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of replicates: what is read, printed and refused. */
class TestReplicateRule {

  private static final SimulationSpec SIMULATION =
      new SimulationSpec(
          "sim",
          1,
          "A simulation?",
          "none",
          List.of(
              ParameterSpec.choice("optimizer", "which", "gradient", "natural")
                  .defaultsTo("gradient"),
              ParameterSpec.whole("width", "how wide").atLeast(1).atMost(1000).defaultsTo(1L)),
          List.of(MeasurementSpec.real("gain", "a number")),
          List.of());

  private static final String UNTIL = "until: 'half_width(mean(gain)) <= 5%'";

  private static String file(String replicates) {
    return """
        sweep: s
        simulation: sim
        grid: {optimizer: [gradient, natural], width: [1, 2, 4]}
        replicates: %s
        """
        .formatted(replicates);
  }

  private static Sweep read(String replicates, String... overrides) {
    return SweepReader.read(
        file(replicates), "s.yaml", name -> Optional.empty(), List.of(overrides), true);
  }

  private static Plan plan(String replicates) {
    return Plan.of(read(replicates), SIMULATION);
  }

  @Test
  void aRuleIsReadAndItsMostIsThePlansSize() {
    Sweep sweep =
        read(
            "{until: 'half_width(geomean(gain)) <= 5% and half_width(success) <= 0.05',"
                + " by: [optimizer, width], min: 10, max: 1000, looks: x1.5}");
    ReplicateRule rule = sweep.grid().replicateRule().orElseThrow();
    assertThat(rule.precision().orElseThrow().terms()).hasSize(2);
    assertThat(rule.by()).containsExactly("optimizer", "width");
    assertThat(sweep.grid().replicates()).isEqualTo(1000);
    assertThat(Plan.of(sweep, SIMULATION).size()).isEqualTo(6000);
  }

  @Test
  void looksAreComputedInDecimals() {
    assertThat(
            read("{" + UNTIL + ", min: 10, max: 60}")
                .grid()
                .replicateRule()
                .orElseThrow()
                .allLooks())
        .containsExactly(10L, 15L, 23L, 35L, 53L, 60L);
    assertThat(Looks.parse("x1.1").between(10, 14)).containsExactly(10L, 11L, 13L, 14L); // not 12
    assertThat(Looks.parse("x1.1").between(100, 130)).containsExactly(100L, 110L, 121L, 130L);
    assertThat(Looks.parse("x1.001").between(5, 8)).containsExactly(5L, 6L, 7L, 8L);
    assertThat(Looks.parse("+50").between(10, 120)).containsExactly(10L, 60L, 110L, 120L);
    assertThat(Looks.parse("+50").between(10, 10)).containsExactly(10L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{until: 'half_width(mean(gain)) <= 5%', min: 10, max: 60, looks: x1.50}",
        "{until: 'half_width(success) <= 0.05', by: width, min: 5, max: 5, looks: +50}",
        "{until: \"half_width(share(optimizer == 'natural' and gain > 0)) <= 1e-3\", max: 60}"
      })
  void aRulePrintsAsItIsReadAgain(String rule) {
    Sweep sweep = read(rule);
    String printed = SweepPrinter.print(sweep);
    Sweep again = SweepReader.parseStored(printed, "s.yaml").sweep().orElseThrow();
    assertThat(again.grid().replicateRule()).isPresent().isEqualTo(sweep.grid().replicateRule());
    assertThat(SweepPrinter.print(again)).isEqualTo(printed);
    assertThat(Plan.of(again, SIMULATION).design()).isEqualTo(Plan.of(sweep, SIMULATION).design());
  }

  private static final String CLAIM = "- {claim: c, of: mean(gain), expect: '%s'}";

  private static Sweep onClaims(String claims) {
    return read("{until: claims, min: 10, max: 60}\nclaims:\n" + claims);
  }

  @Test
  void claimsWithAnIntervalDecideAndOthersAreJudgedAtTheEnd() {
    Sweep sweep =
        onClaims(
            CLAIM.formatted("< 1")
                + "\n- {claim: d, sql: SELECT 1, expect: '< 2'}"
                + "\n- {claim: e, every: gain > 0}"
                + "\n- {claim: f, fit: gain~width, window: [2, 5], expect: '< 1'}"
                + "\nchecks:\n"
                + CLAIM.formatted("< 9"));
    ReplicateRule rule = sweep.grid().replicateRule().orElseThrow();
    assertThat(rule.verdicts().orElseThrow().claims())
        .extracting(ClaimSpec::claim)
        .containsExactly("c", "f");
    assertThat(rule.precision()).isEmpty();
    String printed = SweepPrinter.print(sweep);
    Sweep again = SweepReader.parseStored(printed, "s.yaml").sweep().orElseThrow();
    assertThat(again.grid().replicateRule()).isEqualTo(sweep.grid().replicateRule());
    assertThat(Plan.of(again, SIMULATION).design()).isEqualTo(Plan.of(sweep, SIMULATION).design());
  }

  @Test
  void theDesignIsThatOfQuestionsAndBoundsAlone() {
    String design = Plan.of(onClaims(CLAIM.formatted("< 1")), SIMULATION).design();
    String other = CLAIM.replace("claim: c", "claim: another sentence, source: Abstract");
    assertThat(Plan.of(onClaims(other.formatted("<1")), SIMULATION).design()).isEqualTo(design);
    for (String bound : List.of("< 2", "<= 1", "> 1")) {
      assertThat(Plan.of(onClaims(CLAIM.formatted(bound)), SIMULATION).design())
          .as(bound)
          .isNotEqualTo(design);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{until: claims, max: 60} | replicates.until: claims, but no claim has an interval",
        "{until: claims, max: 60}~claims: [{claim: c, sql: SELECT 1, expect: '< 2'}]"
            + " | replicates.until: claims, but no claim has an interval",
        "{until: claims, max: 60}~claims: [{claim: c, every: gain > 1}] | but no claim has",
        "{until: claims, max: 60}~checks: [{claim: c, of: mean(gain), expect: '< 2'}]"
            + " | but no claim has",
        "{until: claims, max: 60, by: [width]}~claims: [{claim: c, of: mean(gain), expect: '< 2'}]"
            + " | replicates.by: beside until: claims (must be left out",
        "{until: claims}~claims: [{claim: c, of: mean(gain), expect: '< 2'}]"
            + " | replicates.max is missing",
        "{until: claim, max: 60} | replicates.until: 'claim'",
      })
  void aRuleOnClaimsThatCannotBeIsRefusedByOneLine(String rule, String message) {
    aRuleThatCannotBeIsRefusedByOneLine(rule.replace('~', '\n'), message);
  }

  @Test
  void allProblemsOfARuleAreToldAtOnce() {
    assertThatThrownBy(
            () -> read("{until: claims, min: 3, max: 2, looks: +0, by: [widht], most: 9}"))
        .isInstanceOf(SweepProblems.class)
        .satisfies(e -> assertThat(((SweepProblems) e).problems()).hasSize(6));
  }

  @Test
  void aNumberFromOutsideReplacesTheRule() {
    String rule = "{" + UNTIL + ", min: 10, max: 60}";
    assertThat(read(rule, "replicates=7").grid().replicateRule()).isEmpty();
    assertThat(read(rule, "replicates=7").grid().replicates()).isEqualTo(7);
    Sweep quick = read(rule + "\nquick: {replicates: 3}");
    assertThat(quick.grid().replicateRule()).isEmpty();
    assertThat(quick.grid().replicates()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{until: 'half_width(mean(gain)) <= 5%'} | replicates.max is missing",
        "{max: 60} | replicates.until is missing",
        "{until: 'half_width(mean(gain)) <= 5%', min: 10, max: 9}"
            + " | replicates.max: 9 is below min: 10 (must be at least min)",
        "{until: 'half_width(mean(gain)) <= 5%', min: 4, max: 60}"
            + " | replicates.min: 4 (must be at least 5)",
        "{until: 'half_width(mean(gain)) <= 5%', max: sixty}"
            + " | replicates.max: 'sixty' (must be a whole number at least 1)",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, looks: x1}"
            + " | replicates.looks: 'x1' (must be a factor above 1 such as x1.5, or a step such",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, looks: 50} | replicates.looks: '50'",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, looks: +0} | replicates.looks: '+0'",
        "{until: 'half_width(mean(gain)) <= 5%', max: 6000, looks: +1}"
            + " | replicates.looks: '+1' makes more than 200 looks from 10 to 6000",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, mn: 5} | unknown key 'mn'",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, by: []} | replicates.by: nothing",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, by: [width, width]}"
            + " | replicates.by: a name stands twice",
        "{until: 'half_width(mean(gain)) < 5%', max: 60} | replicates.until: '< 5%'",
        "{until: 'half_width(mean(gain)) <= 0', max: 60} | must be above 0",
        "{until: 'mean(gain) <= 5%', max: 60} | replicates.until: 'mean(gain) <= 5%'",
        "{until: 'half_width(sd(gain)) <= 5%', max: 60} | sd has no interval",
        "{until: 'half_width(mean(gain) <= 5%', max: 60} | replicates.until: ",
        "[10, 20] | replicates: a list (must be a whole number at least 1",
      })
  void aRuleThatCannotBeIsRefusedByOneLine(String rule, String message) {
    assertThatThrownBy(() -> read(rule))
        .isInstanceOf(SweepProblems.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((SweepProblems) e).problems()).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{until: 'half_width(mean(gian)) <= 5%', max: 60} | 'gian' is not a column",
        "{until: 'half_width(mean(status)) <= 5%', max: 60} | status is a text",
        "{until: 'half_width(ert(gain)) <= 5%', max: 60} | ert of gain",
        "{until: 'half_width(share(gain)) <= 5%', max: 60} | gain is a number",
        "{until: 'half_width(mean(gain)) <= 5%', max: 60, by: [widht]}"
            + " | replicates.by: 'widht' is not a parameter of sim (did you mean 'width'?)",
        "{until: 'half_width(median(gain)) <= 5%', max: 60, by: [width]}"
            + " | median(gain) of cells by width, which have several grid points",
        "{until: 'half_width(q90(gain)) <= 5%', max: 60, by: [optimizer]} | several grid points",
      })
  void aRuleThatDoesNotFitItsSimulationIsRefused(String rule, String message) {
    assertThatThrownBy(() -> plan(rule))
        .isInstanceOf(SweepProblems.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((SweepProblems) e).problems()).hasSize(1));
  }

  /** A part of the rule that cannot be read hides no column that another part names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min: 3, max: 60                  | replicates.min: 3 (must be at least 5)",
        "max: sixty                       | replicates.max: 'sixty' (must be a whole number",
        "looks: x1.5                      | replicates.max is missing",
        "max: 60, looks: y2               | replicates.looks: 'y2'",
        "max: 60, mni: 5                  | unknown key 'mni'",
        "min: 10, max: 9000, looks: +1    | replicates.looks: '+1' makes more than 200 looks",
      })
  void allProblemsOfARuleAreReportedAtOnce(String rest, String message) {
    String until = "half_width(mean(gian)) <= 5% and half_width(ert(gain)) <= 1";
    String rule = "{until: '%s', by: [widht], %s}".formatted(until, rest);
    Reading reading =
        SweepReader.parse(file(rule), "s.yaml", name -> Optional.empty(), List.of(), false);
    assertThatThrownBy(() -> Plan.of(reading, Map.of("sim", SIMULATION)))
        .hasMessageContainingAll(
            "Cannot use s.yaml: 4 problems",
            message,
            "replicates.by: 'widht' is not a parameter",
            "replicates.until: mean(gian): 'gian' is not a column",
            "replicates.until: ert(gain): ert of gain");
  }

  @Test
  void aMedianOfCellsByAllAxesIsNotRefused() {
    assertThat(
            plan("{until: 'half_width(median(gain)) <= 5%', max: 60, by: [width, optimizer]}")
                .isDesign())
        .isTrue();
  }
}
