package io.gradsweep.driver.spark;

import java.util.function.Supplier;

/** Spark that starts when it is asked for, once, and ends with what asked. */
public final class SparkOnDemand implements AutoCloseable {

  private final Supplier<SparkRuntime> start;
  private SparkRuntime running;

  public SparkOnDemand(Supplier<SparkRuntime> start) {
    this.start = start;
  }

  public SparkRuntime get() {
    if (running == null) {
      running = start.get();
    }
    return running;
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
