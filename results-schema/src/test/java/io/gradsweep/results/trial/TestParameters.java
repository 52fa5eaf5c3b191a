package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestParameters {

  private enum Model {
    NONE,
    MINI_BATCH
  }

  private enum Rule implements Input.Worded {
    FIRST("1st"),
    SECOND("2nd");

    private final String word;

    Rule(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  private static final Parameters P = new Parameters();
  private static final Input.Choice<Model> MODEL =
      P.choice("model", Model.class, "noise").defaultsTo(Model.NONE).addedLater(Model.MINI_BATCH);
  private static final Input.Choice<Rule> RULE =
      P.choice("rule", Rule.class, "which").defaultsTo(Rule.SECOND);
  private static final Input.RealInput STEP =
      P.real("step", "α").above(0).below(1).in("m").defaultsTo(0.5).addedLater(0.25);
  private static final Input.WholeInput SIZE = P.whole("size", "n").atLeast(1).atMost(9);
  private static final Input.RealInput EXTRA = P.real("extra", "off").unsetByDefault();
  private static final Input.WholeInput MORE =
      P.whole("more", "off").unsetByDefault().addedLaterUnset();
  private static final Input.FlagInput ON = P.flag("on", "whether").defaultsTo(true);
  private static final Input.TextInput LABEL = P.text("label", "words").defaultsTo("a:b");
  private static final SimulationSpec SPEC = Toy.spec(P.specs());

  private static Params params(Map<String, ParamValue> given) {
    return SPEC.resolve(given);
  }

  @Test
  void handlesDeclareWhatSpecificationsDid() {
    assertThat(P.specs())
        .containsExactly(
            ParameterSpec.choice("model", "noise", "none", "mini_batch")
                .defaultsTo("mini_batch")
                .addedLater()
                .defaultsTo("none"),
            ParameterSpec.choice("rule", "which", "1st", "2nd").defaultsTo("2nd"),
            ParameterSpec.real("step", "α")
                .above(0)
                .below(1)
                .in("m")
                .defaultsTo(0.25)
                .addedLater()
                .defaultsTo(0.5),
            ParameterSpec.whole("size", "n").atLeast(1).atMost(9),
            ParameterSpec.real("extra", "off").unsetByDefault(),
            ParameterSpec.whole("more", "off").unsetByDefault().addedLater(),
            ParameterSpec.flag("on", "whether").defaultsTo(true),
            ParameterSpec.text("label", "words").defaultsTo("a:b"));
  }

  @Test
  void valuesAreReadByHandle() {
    Params params =
        params(
            Map.of(
                "size",
                ParamValue.of(3),
                "model",
                ParamValue.of("mini_batch"),
                "extra",
                ParamValue.of(2),
                "on",
                ParamValue.of(false)));
    assertThat(params.get(MODEL)).isSameAs(Model.MINI_BATCH);
    assertThat(params.get(RULE)).isSameAs(Rule.SECOND);
    assertThat(params.get(STEP)).isEqualTo(0.5);
    assertThat(params.get(SIZE)).isEqualTo(3);
    assertThat(params.size(SIZE)).isEqualTo(3);
    assertThat(params.getOr(EXTRA, -1)).isEqualTo(2);
    assertThat(params.get(ON)).isFalse();
    assertThat(params.get(LABEL)).isEqualTo("a:b");
    assertThat(params.value(STEP)).isEqualTo(params.value("step"));
  }

  /** A handle keeps the last word that it read, and is shared by all trials and threads. */
  @Test
  void eachTrialHasItsOwnChoice() {
    List<Params> trials =
        Stream.of("none", "mini_batch")
            .map(word -> params(Map.of("size", ParamValue.of(3), "model", ParamValue.of(word))))
            .toList();
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> assertThat(trials.get(i % 2).get(MODEL)).isSameAs(Model.values()[i % 2]));
  }

  @Test
  void whatIsUnsetHasNoNumber() {
    Params params = params(Map.of("size", ParamValue.of(3)));
    assertThat(params.isSet(EXTRA)).isFalse();
    assertThat(params.isSet(STEP)).isTrue();
    assertThat(params.getOr(EXTRA, -1)).isEqualTo(-1);
    assertThat(params.getOr(MORE, 8)).isEqualTo(8);
    assertThatThrownBy(() -> params.get(EXTRA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read extra: null (ask isSet first)");
  }

  /** The default is another value than the one that earlier trials had. */
  @Test
  void identityLeavesOutTheNamedValueAndNotTheDefault() {
    SimulationSpec before = Toy.spec(P.specs().subList(3, 4));
    Map<String, ParamValue> size = Map.of("size", ParamValue.of(3));
    SimulationSpec after = Toy.spec(List.of(P.specs().get(3), P.specs().get(2)));
    Map<String, ParamValue> asBefore = Map.of("size", ParamValue.of(3), "step", ParamValue.of(.25));
    TrialId id = new Trial(before.resolve(size), 1, 0).id();
    assertThat(new Trial(after.resolve(asBefore), 1, 0).id()).isEqualTo(id);
    assertThat(new Trial(after.resolve(size), 1, 0).id()).isNotEqualTo(id);
  }

  @Test
  void handleOfAnotherDeclarationIsRefused() {
    Params others = Toy.SPEC.resolve(Map.of());
    assertThatThrownBy(() -> others.get(STEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot find parameter of toy: 'step' (not declared by its handle)");
    assertThatThrownBy(() -> others.get(LABEL)).hasMessageContaining("'label'");
  }

  @Test
  void anEqualDeclarationIsReadByTheSameHandle() {
    assertThat(SPEC.withVersion(7).resolve(Map.of("size", ParamValue.of(4))).get(SIZE))
        .isEqualTo(4);
  }

  @Test
  void nothingJoinsADeclaredSimulation() {
    assertThatThrownBy(() -> STEP.atLeast(0.1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> P.flag("late", "joins"))
        .hasMessage("Cannot declare parameter: 'late' (its simulation is declared already)");
  }

  @Test
  void defaultsAndEarlierValuesMustBeValid() {
    Parameters parameters = new Parameters();
    Input.RealInput real = parameters.real("x", "x").above(0);
    assertThatThrownBy(() -> real.defaultsTo(0))
        .hasMessage("Cannot use x: 0.0 (must be a real number above 0)");
    assertThatThrownBy(() -> real.addedLater(-1)).hasMessageStartingWith("Cannot use x: -1.0");
    assertThatThrownBy(real::addedLaterUnset).hasMessageStartingWith("Cannot use x: null");
  }

  /** A Turkish i has no dot in upper case, and its lower case would be another word. */
  @Test
  void wordsAreTheSameInEveryLocale() {
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Input.Choice.word(Model.MINI_BATCH)).isEqualTo("mini_batch");
    } finally {
      Locale.setDefault(locale);
    }
  }
}
