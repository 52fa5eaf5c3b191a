package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestVectors {

  /** The build adds the module wherever this Java has it, so that lanes are tested. */
  @Test
  void vectorsAreThereIfThisJavaHasThem() {
    assertThat(Vectors.areThere()).isEqualTo(Vectors.areInThisJava());
  }

  @Test
  void classThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Vectors.make(Object.class, "io.gradsweep.VectorNothing"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("io.gradsweep.VectorNothing");
  }
}
