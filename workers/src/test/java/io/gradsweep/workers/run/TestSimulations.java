package io.gradsweep.workers.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestSimulations {

  @Test
  void simulationsAreFoundByName() {
    assertThat(Simulations.find("kl-divergence").spec().name()).isEqualTo("kl-divergence");
    assertThat(Simulations.all()).extracting(s -> s.spec().name()).isSorted();
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> Simulations.find("kl-divergance"))
        .isInstanceOf(UnknownSimulation.class)
        .hasMessageStartingWith("Cannot find simulation: 'kl-divergance' (must be one of ")
        .hasMessageContaining(", quadratic")
        .hasMessageEndingWith(" (did you mean 'kl-divergence'?)");
  }
}
