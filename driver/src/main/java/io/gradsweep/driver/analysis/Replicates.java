package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.StudyTables;
import java.util.ArrayList;
import java.util.List;

/**
 * Repetitions of a configuration. Trials of one base seed and one replicate share their random
 * numbers; those of another base seed, as a merged study may have, are independent of them.
 */
public final class Replicates {

  /** The columns that distinguish repetitions. */
  static final List<String> COLUMNS = List.of("seed", "replicate");

  private Replicates() {}

  /**
   * Columns that make groups: with the base seed before the replicate if the replicate alone would
   * mix trials of several base seeds.
   */
  public static List<String> apart(StudyTables tables, List<String> by) {
    int replicate = by.indexOf("replicate");
    if (replicate < 0 || by.contains("seed") || !haveSeveralSeeds(tables)) {
      return by;
    }
    List<String> apart = new ArrayList<>(by);
    apart.add(replicate, "seed");
    return List.copyOf(apart);
  }

  private static boolean haveSeveralSeeds(StudyTables tables) {
    List<Object> counted =
        tables.ask("SELECT count(DISTINCT seed) AS seeds FROM trials").rows().get(0);
    return ((Number) counted.get(0)).longValue() > 1;
  }
}
