package io.gradsweep.sweeps.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialId;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of every sweep, with any blocks, zips, filters and overlaps. */
class PlanProperties {

  private static Arbitrary<String> reals() {
    return Arbitraries.integers()
        .between(0, 9)
        .map(i -> "0." + i)
        .set()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(values -> "[" + String.join(", ", values) + "]");
  }

  private static Arbitrary<String> wholes() {
    return Arbitraries.integers()
        .between(1, 9)
        .set()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(
            values ->
                values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")));
  }

  private static Arbitrary<String> block() {
    Arbitrary<String> zip =
        Arbitraries.of(
            "", ", zip: {noise: [1, 2], momentum: [true, false]}", ", zip: {noise: [null, 0.5]}");
    Arbitrary<String> where =
        Arbitraries.of("", ", where: width * step_size <= 2", ", where: not width == 3");
    return Combinators.combine(reals(), wholes(), zip, where)
        .as((s, w, z, f) -> "  - {step_size: " + s + ", width: " + w + z + f + "}");
  }

  @Provide
  Arbitrary<String> sweeps() {
    return Combinators.combine(
            block().list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.longs())
        .as(
            (blocks, replicates, seed) ->
                Descent.sweep(
                    "grid:",
                    String.join("\n", blocks),
                    "replicates: " + replicates,
                    "seed: " + seed));
  }

  private static Set<TrialId> ids(Plan plan) {
    Set<TrialId> ids = new HashSet<>();
    for (long index = 0; index < plan.size(); index++) {
      plan.trial(index).map(Trial::id).ifPresent(ids::add);
    }
    return ids;
  }

  @Property(tries = 200)
  void indexAndTrialAreABijection(@ForAll("sweeps") String text) {
    Plan plan = Descent.plan(text);
    long trials = 0;
    for (long index = 0; index < plan.size(); index++) {
      Optional<Trial> trial = plan.trial(index);
      if (trial.isPresent()) {
        trials++;
        assertThat(plan.indexOf(trial.get())).hasValue(index);
      }
    }
    assertThat(ids(plan)).hasSize((int) trials);
    assertThat(plan.counts().trials()).isEqualTo(trials);
  }

  @Property(tries = 100)
  void growingAnAxisKeepsEveryOldId(@ForAll("sweeps") String text) {
    String grown =
        text.replace("width: [", "width: [77, ").replace("step_size: [", "step_size: [3.5, ");
    Plan before = Descent.plan(text);
    Plan now = Descent.plan(grown);
    assertThat(ids(now)).containsAll(ids(before));
    assertThat(PlanDifference.between(before, now)).isEmpty();
  }

  @Property(tries = 200)
  void printingAndReadingASweepGivesTheSamePlan(@ForAll("sweeps") String text) {
    Plan plan = Descent.plan(text);
    String printed = SweepPrinter.print(plan.sweep());
    Plan again = Descent.plan(printed);
    assertThat(again.fingerprint()).isEqualTo(plan.fingerprint());
    Sweep sweep = again.sweep();
    assertThat(sweep.grid().blocks()).isEqualTo(plan.sweep().grid().blocks());
    assertThat(SweepPrinter.print(sweep)).isEqualTo(printed);
  }

  @Property(tries = 100)
  void aParameterAddedAtItsIdentityDefaultChangesNoId(@ForAll("sweeps") String text) {
    SimulationSpec grown =
        Descent.spec(
            List.of(ParameterSpec.real("batch_size", "later").defaultsTo(0.0).addedLater()));
    Sweep sweep = Descent.parse(text).sweep().orElseThrow();
    Plan before = Plan.of(sweep, Descent.SPEC);
    Plan now = Plan.of(sweep, grown);
    assertThat(ids(now)).isEqualTo(ids(before));
    assertThat(now.fingerprint()).isEqualTo(before.fingerprint());
  }
}
