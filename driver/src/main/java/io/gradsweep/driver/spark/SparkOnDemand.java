package io.gradsweep.driver.spark;

import java.util.function.Supplier;

/** A Spark that starts once, on demand, and ends with its user. */
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
