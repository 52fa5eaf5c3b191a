package io.gradsweep.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Claims whose bound is exactly the truth are decided, and so wrongly, in 5 % of studies at most:
 * {@code -Drounds.studies=N} independent studies of a law (40), each a grid point of one sweep with
 * a claim of its own. A campaign has a hundred or more, to 120 replicates, of {@code
 * -Drounds.law=1} to 4 (all), from a base seed {@code -Drounds.seed=S} (0) on; its pieces add up.
 */
class TestWrongVerdicts {

  private static final int STUDIES = Integer.getInteger("rounds.studies", 40);
  private static final int SEED = Integer.getInteger("rounds.seed", 0);
  private static final int LAW = Integer.getInteger("rounds.law", 0);
  private static final int MOST_AT_ONCE = 100;
  private static final boolean IS_CAMPAIGN = STUDIES >= MOST_AT_ONCE;
  private static final double MOST = 0.05;

  /** Standard errors that fewer studies may miss it by; false alarm below 0.02 at 0.05. */
  private static final double ERRORS = 2.5;

  @TempDir private Path folder;

  /** All laws in a campaign; otherwise the first alone. */
  static Stream<Arguments> laws() {
    List<Arguments> laws =
        List.of(
            arguments("normal", "mean(draw)", 1.0, 1.0),
            arguments("bernoulli", "success", 0.3, 1.0),
            arguments("log_normal", "geomean(draw)", 2.0, 0.5),
            arguments("log_normal", "median(draw)", 2.0, 0.5));
    return LAW > 0 ? Stream.of(laws.get(LAW - 1)) : laws.stream().limit(IS_CAMPAIGN ? 4 : 1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("laws")
  void claimsOnTheTruthStayOpen(String law, String statistic, double truth, double spread)
      throws Exception {
    long wrong = 0;
    for (int first = 0; first < STUDIES; first += MOST_AT_ONCE) {
      int studies = Math.min(MOST_AT_ONCE, STUDIES - first);
      wrong += wrong(SEED + first, studies, law, statistic, truth, spread);
    }
    double share = (double) wrong / STUDIES;
    System.out.printf(
        "wrong verdicts on %s of %s, seeds from %d: %d of %d%n",
        statistic, law, SEED, wrong, STUDIES);
    double error = Math.sqrt(MOST * (1 - MOST) / STUDIES);
    assertThat(share).isLessThanOrEqualTo(STUDIES >= 1000 ? MOST : MOST + ERRORS * error);
  }

  /** The number of claims that were decided, in one sweep of several studies. */
  private long wrong(
      int seed, int studies, String law, String statistic, double truth, double spread)
      throws Exception {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "sweep: s",
                "simulation: draws",
                "seed: " + seed,
                "parameters: {law: %s, centre: %s, spread: %s}".formatted(law, truth, spread),
                "grid: {study: 'range(0, %d, 1)'}".formatted(studies),
                "replicates: {until: claims, max: %d}".formatted(IS_CAMPAIGN ? 120 : 23),
                "record: none",
                "claims:"));
    for (int study = 0; study < studies; study++) {
      lines.add(
          "- {claim: c%d, of: %s, where: study == %d, expect: '%s %s'}"
              .formatted(study, statistic, study, study % 2 == 0 ? ">" : "<", truth));
    }
    Path study = folder.resolve("study-" + seed);
    Path sweep = Gradsweep.write(folder, lines.toArray(String[]::new));
    Result run =
        Gradsweep.run(
            "run", sweep.toString(), "--out", study.toString(), "--master", "local[2]", "-q");
    assertThat(run.exit()).as(run.err()).isIn(0, 4);
    Result verified = Gradsweep.run("verify", study.toString(), "--format", "csv");
    List<String> verdicts = verified.out().lines().skip(1).toList();
    assertThat(verdicts).hasSize(studies);
    return verdicts.stream().filter(line -> !line.startsWith("INCONCLUSIVE")).count();
  }
}
