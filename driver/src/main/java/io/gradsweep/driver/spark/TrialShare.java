package io.gradsweep.driver.spark;

import com.sun.management.OperatingSystemMXBean;
import io.gradsweep.results.trial.ByteSize;
import io.gradsweep.results.trial.Counted;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;

/**
 * The share of a machine that each trial takes: as many run at once as find cores and memory.
 *
 * @param threads cores that it computes on
 * @param memory bytes; empty if that is not known
 */
public record TrialShare(int threads, OptionalLong memory) {

  private static final String CORES = "spark.executor.cores";
  private static final String MEMORY = "spark.executor.memory";
  private static final String DEFAULT_MEMORY = "1g";
  private static final int MEGABYTE_BITS = 20;

  /**
   * Trials that run at once on so much of a machine, at least one: the smaller one of cores /
   * threads and memory / each.
   */
  public int slots(int cores, long bytes) {
    long byMemory = memory.isPresent() ? bytes / memory.getAsLong() : cores;
    return (int) Math.max(1, Math.min(cores / threads, byMemory));
  }

  /** The same of this machine. */
  public int slotsHere() {
    return slots(Runtime.getRuntime().availableProcessors(), machineMemory());
  }

  private static long machineMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** Describes it, such as {@code 2 threads, 4g}. */
  public String words() {
    String cores = Counted.of(threads, "thread");
    return memory.isPresent() ? cores + ", " + ByteSize.text(memory.getAsLong()) : cores;
  }

  /**
   * Settings of Spark that give each trial its share; {@code spark.task.cpus} of the command line
   * counts before it.
   *
   * @param given settings of the command line, all of which are kept
   */
  public Map<String, String> settings(Optional<String> master, Map<String, String> given) {
    Map<String, String> settings = new HashMap<>(given);
    SparkConf conf = SparkSettings.of(master, "", Optional.empty(), given);
    if (conf.contains(SparkSettings.CORES_OF_TASK) || threads == 1 && memory.isEmpty()) {
      return settings;
    }
    OptionalInt local = SparkSettings.localCores(master, given);
    if (local.isPresent()) {
      int slots = slots(local.getAsInt(), machineMemory());
      int each = Math.max(1, local.getAsInt() / slots);
      settings.put(SparkSettings.CORES_OF_TASK, Integer.toString(each));
      settings.put(SparkSettings.MASTER, local(conf.get(SparkSettings.MASTER), slots * each));
    } else if (conf.contains(CORES)) {
      int cores = conf.getInt(CORES, 1);
      int slots = slots(cores, conf.getSizeAsBytes(MEMORY, DEFAULT_MEMORY));
      int each = Math.max(Math.min(threads, cores), cores / (slots + 1) + 1);
      settings.put(SparkSettings.CORES_OF_TASK, Integer.toString(each));
    } else {
      settings.put(SparkSettings.CORES_OF_TASK, Integer.toString(threads));
      executorOfTrial(conf, settings);
    }
    return settings;
  }

  /** The same local master with another number of cores, which a trial's share divides. */
  private static String local(String master, int cores) {
    return master.contains("[")
        ? master.replaceFirst("\\[(\\*|[0-9]+)", "[" + cores)
        : "local[%d]".formatted(cores);
  }

  /** Nothing is known of the machines: a trial whose memory counts has an executor of its own. */
  private void executorOfTrial(SparkConf conf, Map<String, String> settings) {
    if (memory.isPresent() || !conf.get(SparkSettings.MASTER).startsWith("spark:")) {
      settings.put(CORES, Integer.toString(threads)); // elsewhere the default is one core
    }
    if (memory.isPresent() && !conf.contains(MEMORY)) {
      long least = ByteSize.read(DEFAULT_MEMORY).orElseThrow();
      long bytes = Math.max(least, memory.getAsLong());
      settings.put(MEMORY, (bytes + (1L << MEGABYTE_BITS) - 1 >> MEGABYTE_BITS) + "m");
    }
  }
}
