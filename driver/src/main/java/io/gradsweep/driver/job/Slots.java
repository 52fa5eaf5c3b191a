package io.gradsweep.driver.job;

import com.sun.management.OperatingSystemMXBean;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.OutsideSimulation;
import java.lang.management.ManagementFactory;

/** The share of a machine that each trial of a simulation takes. */
public final class Slots {

  private Slots() {}

  /** Trials that can run at the same time on this machine. */
  public static int here(Simulation simulation) {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores / coresOfTrial(simulation, cores);
  }

  /**
   * Cores that a trial takes: those that it computes on, or more if so many trials as there are
   * cores for would not find their memory.
   *
   * @param cores of the machine, which a trial takes at most
   */
  public static int coresOfTrial(Simulation simulation, int cores) {
    if (!(simulation instanceof OutsideSimulation outside)) {
      return 1;
    }
    double memory = outside.memory().map(Long::doubleValue).orElse(0.0);
    double share = Math.ceil(memory / machineMemory() * cores);
    return (int) Math.max(1, Math.min(cores, Math.max(outside.threads(), share)));
  }

  /** The same where nothing is known of the machine. */
  public static int coresOfTrial(Simulation simulation) {
    return simulation instanceof OutsideSimulation outside ? outside.threads() : 1;
  }

  private static long machineMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
