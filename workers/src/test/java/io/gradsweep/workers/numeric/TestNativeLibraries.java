package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestNativeLibraries {

  @Test
  void anInterruptedTrialLoadsThemAndStaysInterrupted() throws InterruptedException {
    boolean[] interrupted = new boolean[1];
    double[][] values = new double[1][];
    Thread trial =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              NativeLibraries.await();
              interrupted[0] = Thread.currentThread().isInterrupted();
              values[0] = SymmetricEigen.values(new double[][] {{2, 0}, {0, 3}});
            });
    trial.start();
    trial.join();
    assertThat(interrupted[0]).isTrue();
    assertThat(values[0]).containsExactly(2, 3);
  }
}
