package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that its failures stop keeps what ran, says why, and goes on when it is asked again. */
class TestFailureLimit {

  private static final int TRIALS = 10_000;

  @TempDir private Path folder;

  private Result runInto(List<String> lines, String... options) throws IOException {
    String[] file =
        Stream.concat(Stream.of("sweep: s", "simulation: quadratic"), lines.stream())
            .toArray(String[]::new);
    return run(
        Stream.concat(
                Stream.of(
                    "run",
                    Gradsweep.write(folder, file).toString(),
                    "--out",
                    study().toString(),
                    "-q"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private Path study() {
    return folder.resolve("study");
  }

  private static List<String> failing(String... more) {
    return Stream.concat(
            Stream.of("parameters: {fault: throws}", "replicates: " + TRIALS), Stream.of(more))
        .toList();
  }

  private long rows() {
    Result result = run("query", study().toString(), "SELECT count(*) AS n FROM trials");
    assertThat(result.exit()).as(result.err()).isZero();
    Matcher number = Pattern.compile("(\\d+)").matcher(result.out());
    assertThat(number.find()).isTrue();
    return Long.parseLong(number.group());
  }

  private void requireStopped(Result result, long before, String limit) {
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("stopped: more than 3 trials failed (" + limit + ")")
        .contains("failed ×" + rows() + ": unexpected: java.lang.IllegalStateException: broken on")
        .contains("  replay: gradsweep replay ")
        .contains("  log: " + study() + "/_logs/g0000-s")
        .contains(rows() + " trials: " + rows() + " failed; results in ");
    assertThat(rows() - before).isBetween(4L, TRIALS / 10L);
    assertThat(study().resolve("_SUCCESS")).doesNotExist();
    assertThat(study().resolve("_started").toFile().list()).isEmpty();
  }

  @Test
  void whatRanIsPublishedAndSaidAndTheSameCommandGoesOn() throws IOException {
    requireStopped(runInto(failing(), "--max-failures", "3"), 0, "--max-failures");
    long before = rows();
    Result again = runInto(failing(), "--max-failures", "3");
    requireStopped(again, before, "--max-failures");
    String id = again.err().split("replay " + study() + " ")[1].substring(0, 32);
    assertThat(run("replay", study().toString(), id).err()).contains("equals the row");
    assertThat(run("status", study().toString()).out())
        .contains("interrupted", "failed ×" + rows());
  }

  /** Counts the tasks that Spark sends out. */
  public static final class SentTasks extends SparkListener {

    private static final AtomicInteger SENT = new AtomicInteger();

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      SENT.incrementAndGet();
    }
  }

  /** As after a deadline: ten thousands of tasks with nothing to do would take their time. */
  @Test
  void segmentsThatWouldBePassedOverAreNotSentOut() throws IOException {
    SentTasks.SENT.set(0);
    String listener = "spark.extraListeners=" + SentTasks.class.getName();
    String[] options = {"--max-failures", "3", "--segment-trials", "1", "--conf", listener};
    requireStopped(runInto(failing(), options), 0, "--max-failures");
    assertThat(SentTasks.SENT.get()).isBetween(4, TRIALS / 2);
  }

  @Test
  void theFileMaySayItAndTheCommandLineCountsFirst() throws IOException {
    List<String> lines = failing("on_failure: {max: 3}");
    requireStopped(runInto(lines), 0, "on_failure in the sweep file");
    long before = rows();
    assertThat(runInto(lines, "--max-failures", "40").err())
        .contains("stopped: more than 40 trials failed (--max-failures)");
    assertThat(rows() - before).isGreaterThan(40);
    assertThat(runInto(lines, "--rerun", "failed").err())
        .contains("on_failure in the sweep file); what was not begun is as it was")
        .doesNotContain("has no row yet");
  }

  @Test
  void aFewFailuresAmongManyTrialsStopNothingBelowTheLimit() throws IOException, SQLException {
    List<String> mixed =
        List.of("grid: {fault: [none, throws]}", "replicates: 6", "on_failure: {max: 6}");
    Result result = runInto(mixed);
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).doesNotContain("stopped");
    assertThat(study().resolve("_SUCCESS")).exists();
    assertThat(Gradsweep.trials(study())).hasSize(12);
  }

  @Test
  void aLimitIsNoPartOfThePlan() throws IOException {
    List<String> few = List.of("replicates: 3");
    assertThat(runInto(few).exit()).isZero();
    assertThat(runInto(List.of("replicates: 3", "on_failure: {max: 2}")).err())
        .contains("nothing to do");
    assertThat(runInto(few, "--max-failures", "0").err()).contains("nothing to do");
  }

  @Test
  void aSegmentThatOneLargeFailureLimitSharesWithHealthyTrialsIsPublishedWhole()
      throws IOException {
    List<String> mixed = List.of("grid: {fault: [none, throws]}", "replicates: 500");
    Result stopped = runInto(mixed, "--max-failures", "0", "--segment-trials", "100");
    assertThat(stopped.err()).contains("stopped: more than 0 trials failed");
    assertThat(rows()).isPositive().isLessThan(1000);
    assertThat(rows() % 100).isZero();
    Result rest = runInto(mixed);
    assertThat(rest.exit()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1000);
  }

  @Test
  void wrongLimitsAreNamed() throws IOException {
    assertThat(runInto(failing("on_failure: {max: -1}")).err())
        .contains("on_failure.max: '-1' (must be a whole number at least 0)");
    assertThat(runInto(failing("on_failure: {maxx: 1}")).err()).contains("did you mean 'max'");
    assertThat(runInto(failing("on_failure: 3")).err())
        .contains("on_failure: '3' (must be a map such as {max: 10, lost: 3})");
    assertThat(runInto(failing(), "--max-failures", "-1").err())
        .contains("Cannot allow failures: -1 (must be at least 0)");
    assertThat(study()).doesNotExist();
  }
}
