package io.gradsweep.driver.job;

import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.study.Declaration;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.NumberedRound;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.driver.study.StudySegments.Retired;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plans of a study's generations as they travel to executors: as text and numbers. */
final class ShippedPlans implements Serializable {

  private static final long serialVersionUID = 1;

  /** Plans of the last study that this JVM worked on, which each task needs. */
  private static final Map<PlansKey, List<GenerationPlan>> PLANS = new ConcurrentHashMap<>(1);

  /** Everything that determines the trials of a study's generations. */
  private record PlansKey(
      List<String> sweeps, List<String> declarations, List<NumberedRound> rounds, String numbers) {}

  private final String[] sweeps;
  private final int[] versions;

  /** As JSON; null for generations of 0.1. An earlier simulation need not be available any more. */
  private final String[] declarations;

  /** Decisions of rules; null for generations whose sweep states their trials. */
  private final NumberedRound[] rounds;

  /** The retired ranges of indices of each generation: from, to, retiring generation. */
  private final long[][][] retired;

  private ShippedPlans(List<Generation> generations) {
    sweeps = generations.stream().map(each -> each.plan().sweep()).toArray(String[]::new);
    versions = generations.stream().mapToInt(each -> each.plan().simulationVersion()).toArray();
    declarations =
        generations.stream()
            .map(Generation::declaration)
            .map(stored -> stored == null ? null : Json.text(stored))
            .toArray(String[]::new);
    rounds = NumberedRound.of(generations).toArray(NumberedRound[]::new);
    StudySegments segments = StudySegments.of(generations);
    retired =
        generations.stream()
            .map(g -> segments.ranges(g.number()).stream().map(ShippedPlans::numbers))
            .map(ranges -> ranges.toArray(long[][]::new))
            .toArray(long[][][]::new);
  }

  static ShippedPlans of(List<Generation> generations) {
    return new ShippedPlans(generations);
  }

  /** The plans, one of each generation. */
  List<GenerationPlan> all() throws IOException {
    String numbers = Arrays.toString(versions) + Arrays.deepToString(retired);
    PlansKey key =
        new PlansKey(List.of(sweeps), Arrays.asList(declarations), Arrays.asList(rounds), numbers);
    List<GenerationPlan> plans = PLANS.get(key);
    if (plans == null) {
      List<List<Retired>> ranges =
          Arrays.stream(retired)
              .map(each -> Arrays.stream(each).map(ShippedPlans::range).toList())
              .toList();
      plans = Plans.of(List.of(sweeps), versions, stored(), Arrays.asList(rounds), ranges);
      PLANS.clear();
      PLANS.put(key, plans);
    }
    return plans;
  }

  private List<Declaration> stored() throws IOException {
    List<Declaration> stored = new ArrayList<>();
    for (String json : declarations) {
      stored.add(json == null ? null : Json.read(json, Declaration.class));
    }
    return stored;
  }

  private static long[] numbers(Retired range) {
    return new long[] {range.from(), range.to(), range.by()};
  }

  private static Retired range(long[] numbers) {
    return new Retired(numbers[0], numbers[1], Math.toIntExact(numbers[2]));
  }
}
