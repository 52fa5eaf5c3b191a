package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.random.Oracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestTrialId {

  @Test
  void idIsGolden() throws IOException {
    assertThat(Toy.trial(18, 3).id()).hasToString(Oracle.values("trial").get(0));
  }

  @Test
  void everyCoordinateChangesTheId() {
    TrialId id = Toy.trial(18, 3).id();
    assertThat(Toy.trial(19, 3).id()).isNotEqualTo(id);
    assertThat(Toy.trial(18, 4).id()).isNotEqualTo(id);
    Params other = Toy.SPEC.resolve(Map.of("step", ParamValue.of(0.2)));
    assertThat(new Trial(other, 18, 3).id()).isNotEqualTo(id);
  }

  @Test
  void aParameterAddedAtItsIdentityDefaultChangesNoId() {
    List<ParameterSpec> more = new ArrayList<>(Toy.SPEC.parameters());
    more.add(0, ParameterSpec.real("later", "came later").defaultsTo(0.0).addedLater());
    SimulationSpec grown = Toy.spec(more);
    assertThat(new Trial(grown.resolve(Map.of()), 18, 3).id()).isEqualTo(Toy.trial(18, 3).id());
    Params changed = grown.resolve(Map.of("later", ParamValue.of(1.0)));
    assertThat(new Trial(changed, 18, 3).id()).isNotEqualTo(Toy.trial(18, 3).id());
  }

  @Test
  void idReadsBackFromItsText() {
    TrialId id = Toy.trial(1, 2).id();
    assertThat(TrialId.parse(id.toString())).isEqualTo(id);
    assertThatThrownBy(() -> TrialId.parse("xyz"))
        .hasMessage("Cannot read trial id: 'xyz' (must be 32 hexadecimal digits)");
  }
}
