package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Ids made one after another are those of SPEC.md, written out here once more: the sweeps' oracle
 * in Python compares them for whole sweeps.
 */
class TestTrialIds {

  private static final List<ParamValue> STEPS =
      List.of(
          ParamValue.of(0.1),
          ParamValue.of(0.30000000000000004),
          ParamValue.of(1.0),
          ParamValue.of(Double.MIN_VALUE),
          ParamValue.of(Double.MAX_VALUE));

  private static final List<ParamValue> EXTRAS =
      List.of(ParamValue.unset(), ParamValue.of(0.0), ParamValue.of(-0.0), ParamValue.of(-1.5));

  private static final List<ParamValue> LABELS =
      List.of(
          ParamValue.of("a:b"),
          ParamValue.of(""),
          ParamValue.of("4:step"),
          ParamValue.of("É\n\t\"\\"),
          ParamValue.of("\uD83D\uDE00"),
          ParamValue.of("x".repeat(5000)));

  private static final List<ParamValue> LATER = List.of(ParamValue.of(7), ParamValue.of(0));

  /** The rule of SPEC.md, without anything kept. */
  private static TrialId written(Trial trial) {
    SimulationSpec spec = trial.simulation();
    CanonicalHash hash =
        new CanonicalHash("gradsweep-trial-1")
            .part(spec.name())
            .part(Integer.toString(spec.version()))
            .part(Long.toString(trial.seed()))
            .part(Long.toString(trial.replicate()));
    for (String name : spec.parameterNames().stream().sorted().toList()) {
      ParamValue value = trial.params().value(name);
      if (!spec.parameter(name).orElseThrow().identityDefault().equals(Optional.of(value))) {
        hash.part(name).part(value.canonical());
      }
    }
    long[] words = hash.words();
    return new TrialId(words[0], words[1]);
  }

  private static SimulationSpec grown() {
    List<ParameterSpec> more = new ArrayList<>(Toy.SPEC.parameters());
    more.add(1, ParameterSpec.whole("later", "came later").defaultsTo(7).addedLater());
    return Toy.spec(more);
  }

  private static ParamValue any(List<ParamValue> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static Trial drawn(Random random, List<SimulationSpec> specs) {
    SimulationSpec spec = specs.get(random.nextInt(10) / 9);
    Map<String, ParamValue> given = new HashMap<>();
    given.put("step", any(STEPS, random));
    given.put("extra", any(EXTRAS, random));
    given.put("label", any(LABELS, random));
    given.put("on", ParamValue.of(random.nextBoolean()));
    if (spec == specs.get(0)) {
      given.put("later", any(LATER, random));
    }
    return new Trial(spec.resolve(given), random.nextInt(3) / 2, random.nextInt(8) / 6);
  }

  @Test
  void whateverCameBeforeTheIdIsTheSame() {
    Random random = new Random(18);
    List<SimulationSpec> specs = List.of(grown(), Toy.SPEC);
    TrialIds ids = new TrialIds();
    for (int i = 0; i < 20_000; i++) {
      Trial trial = drawn(random, specs);
      assertThat(ids.of(trial)).isEqualTo(written(trial));
      if (i % 100 == 0) {
        assertThat(trial.id()).isEqualTo(written(trial));
        assertThat(ids.of(trial)).isEqualTo(written(trial));
      }
    }
  }

  @Test
  void moreValuesThanAreKeptHaveTheirIds() {
    TrialIds ids = new TrialIds();
    int step = Toy.SPEC.parameterIndex("step");
    for (int i = 0; i < 10_000; i++) {
      Params params =
          Toy.trial(0, 0)
              .params()
              .with(new int[] {step}, new ParamValue[] {ParamValue.of(1.0 + i % 5000)});
      Trial trial = new Trial(params, 0, i / 5000);
      assertThat(ids.of(trial)).isEqualTo(written(trial));
    }
  }

  @Test
  void aSimulationWithoutParametersHasIds() {
    Trial trial = new Trial(Toy.spec(List.of()).resolve(Map.of()), 3, 4);
    TrialIds ids = new TrialIds();
    assertThat(ids.of(trial)).isEqualTo(written(trial));
    assertThat(ids.of(new Trial(trial.params(), 3, 5)))
        .isEqualTo(written(new Trial(trial.params(), 3, 5)))
        .isNotEqualTo(ids.of(trial));
  }
}
