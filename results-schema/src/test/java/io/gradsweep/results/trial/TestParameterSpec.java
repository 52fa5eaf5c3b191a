package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TestParameterSpec {

  private static final ParameterSpec SIZE =
      ParameterSpec.whole("size", "how large").atLeast(1).atMost(1000);
  private static final ParameterSpec STEP = ParameterSpec.real("step", "how far").above(0);
  private static final ParameterSpec KIND = ParameterSpec.choice("kind", "which", "plain", "fancy");

  @Test
  void numbersTakeTheParametersType() {
    assertThat(SIZE.read(ParamValue.of(1e3))).isEqualTo(ParamValue.of(1000));
    assertThat(STEP.read(ParamValue.of(10))).isEqualTo(ParamValue.of(10.0));
  }

  @Test
  void wrongValuesAreNamedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> SIZE.read(ParamValue.of(0)))
        .hasMessage("Cannot use size: 0 (must be a whole number at least 1 and at most 1000)");
    assertThatThrownBy(() -> SIZE.read(ParamValue.of(1.5)))
        .hasMessageStartingWith("Cannot use size: 1.5 (must be a whole number");
    assertThatThrownBy(() -> STEP.read(ParamValue.unset()))
        .hasMessage("Cannot use step: null (must be a real number above 0)");
    assertThatThrownBy(() -> KIND.read(ParamValue.of("fanci")))
        .hasMessage("Cannot use kind: fanci (must be one of plain, fancy) (did you mean 'fancy'?)");
    assertThatThrownBy(() -> KIND.read(ParamValue.of(true)))
        .hasMessage("Cannot use kind: true (must be one of plain, fancy)");
  }

  @Test
  void notFiniteNumbersAreNoValues() {
    assertThatThrownBy(() -> ParamValue.of(Double.NaN))
        .hasMessage("Cannot use value: NaN (must be finite)");
  }

  @Test
  void negativeZeroIsZero() {
    assertThat(ParamValue.of(-0.0)).isEqualTo(ParamValue.of(0.0));
  }

  @Test
  void aColumnHasTheValueThatWasWritten() {
    Params params = Toy.trial(1, 0).params();
    for (int p = 0; p < Toy.SPEC.parameters().size(); p++) {
      ParamValue value = params.value(p);
      assertThat(ParamValue.ofColumn(value.column())).isEqualTo(value);
    }
    assertThat(ParamValue.ofColumn(7)).isEqualTo(ParamValue.of(7)); // as some readers give it
  }

  /** A row from before there was such a parameter, or a newer one. */
  @Test
  void aRowFromBeforeAParameterHasItsIdentityDefault() {
    ParameterSpec added = ParameterSpec.real("noise", "how much").defaultsTo(0.0).addedLater();
    assertThat(added.ofColumn(null)).isEqualTo(ParamValue.of(0.0));
    assertThat(added.defaultsTo(0.5).ofColumn(null)).isEqualTo(ParamValue.of(0.0));
    assertThat(added.ofColumn(0.5)).isEqualTo(ParamValue.of(0.5));
    assertThat(ParameterSpec.real("extra", "may be off").unsetByDefault().ofColumn(null))
        .isEqualTo(ParamValue.unset());
  }

  @Property
  void textOfARealReadsBackAsTheSameNumber(@ForAll double x) {
    if (Double.isFinite(x)) {
      assertThat(Double.parseDouble(ParamValue.of(x).text())).isEqualTo(x + 0.0);
    }
  }

  @Property
  void canonicalTextsAreEqualForEqualValuesOnly(@ForAll double x, @ForAll double y) {
    if (Double.isFinite(x) && Double.isFinite(y)) {
      assertThat(ParamValue.of(x).canonical().equals(ParamValue.of(y).canonical()))
          .isEqualTo(x == y);
    }
  }

  @Test
  void missingAndUnknownParametersAreRefused() {
    SimulationSpec spec = Toy.spec(List.of(SIZE));
    assertThatThrownBy(() -> spec.resolve(Map.of()))
        .hasMessageStartingWith("Cannot run toy without size (must be a whole number");
    assertThatThrownBy(() -> spec.resolve(Map.of("siez", ParamValue.of(1))))
        .hasMessage("Cannot find parameter of toy: 'siez' (not declared)");
  }

  @Test
  void aNameIsDeclaredOnce() {
    assertThatThrownBy(() -> Toy.spec(List.of(SIZE, SIZE)))
        .hasMessage("Cannot declare simulation 'toy': 'size' (declared twice)");
  }
}
