package io.gradsweep.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Intervals of cells that a rule has closed cover the truth about as often as those of a fixed
 * number of replicates: {@code -Drounds.studies=N} independent studies of each law (100), each a
 * cell of one sweep.
 */
class TestCoverage {

  private static final int STUDIES = Integer.getInteger("rounds.studies", 100);

  /** The share that 1,000 studies have to reach. */
  private static final double LEAST = 0.92;

  /** Standard errors that fewer studies may miss it by; false alarm below 0.002 at 0.935. */
  private static final double ERRORS = 2;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "normal, mean(draw), 20%, 1, 1",
    "exponential, mean(draw), 20%, 1, 1",
    "bernoulli, success, 0.1, 0.3, 1",
    "log_normal, geomean(draw), 10%, 2, 0.5",
  })
  void intervalsOfClosedCellsCoverTheTruth(
      String law, String statistic, String precision, double truth, double spread)
      throws Exception {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: draws",
            "parameters: {law: %s, centre: %s, spread: %s}".formatted(law, truth, spread),
            "grid: {study: 'range(0, %d, 1)'}".formatted(STUDIES),
            "replicates: {until: 'half_width(%s) <= %s', max: 1000}"
                .formatted(statistic, precision),
            "record: none");
    Path study = folder.resolve("study");
    Result run =
        Gradsweep.run(
            "run", sweep.toString(), "--out", study.toString(), "--master", "local[2]", "-q");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains(" 0 have the most replicates");
    List<String> lines = intervals(study, statistic).lines().toList();
    List<String> head = Arrays.asList(lines.get(0).split(","));
    String name = statistic.equals("success") ? "success" : "draw " + statistic.split("\\(")[0];
    int low = head.indexOf(name + " low");
    int high = head.indexOf(name + " high");
    assertThat(List.of(low, high)).as(lines.get(0)).doesNotContain(-1);
    long covered =
        lines.stream()
            .skip(1)
            .map(line -> line.split(","))
            .filter(
                cells ->
                    Double.parseDouble(cells[low]) <= truth
                        && truth <= Double.parseDouble(cells[high]))
            .count();
    double share = (double) covered / STUDIES;
    System.out.printf("coverage %s, %d studies: %.3f%n", statistic + " of " + law, STUDIES, share);
    assertThat(lines).hasSize(STUDIES + 1);
    double error = Math.sqrt(LEAST * (1 - LEAST) / STUDIES);
    assertThat(share).isGreaterThanOrEqualTo(STUDIES >= 1000 ? LEAST : LEAST - ERRORS * error);
  }

  private static String intervals(Path study, String statistic) {
    Result result =
        Gradsweep.run(
            "summarize",
            study.toString(),
            "--by",
            "study",
            "--of",
            "draw",
            "--show",
            statistic.equals("success") ? "mean" : statistic.split("\\(")[0],
            "--format",
            "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }
}
