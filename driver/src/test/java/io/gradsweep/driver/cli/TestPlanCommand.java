package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output of a plan: for a person, and in numbers for a program. */
class TestPlanCommand {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "parameters: {fault: none}",
    "grid:",
    "  - {step_size: 'linspace(0.1, 0.9, 9)', max_steps: 50}",
    "  - {zip: {step_size: [1.1, 1.2], max_steps: [20, 30]}, where: 'step_size > 1.15'}",
    "replicates: 3",
    "seed: 7"
  };

  @TempDir private Path folder;

  private Result plan(List<String> sweep, String... options) throws IOException {
    Path file = write(folder, sweep.toArray(String[]::new));
    return run(
        Stream.concat(
                Stream.of("plan", file.toString(), "--out", folder.resolve("out").toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private JsonNode json(List<String> sweep, String... options) throws IOException {
    String[] all =
        Stream.concat(Stream.of("--format", "json"), Stream.of(options)).toArray(String[]::new);
    Result result = plan(sweep, all);
    assertThat(result.exit()).as(result.err()).isZero();
    return new ObjectMapper().readTree(result.out());
  }

  private static List<String> with(String... more) {
    return Stream.concat(Stream.of(SWEEP), Stream.of(more)).toList();
  }

  @Test
  void axesValuesAndTrialsAreShown() throws IOException {
    Result result = plan(with());
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("0.1, 0.2, 0.3, 0.4, …, 0.9 (9 values)")
        .containsPattern("axis max_steps \\(block 2\\) +\\| 20, 30, with step_size")
        .containsPattern("where \\(block 2\\) +\\| step_size > 1.15")
        .containsPattern("fixed fault +\\| none")
        .containsPattern("replicates +\\| 3")
        .containsPattern("base seed +\\| 7")
        .containsPattern("time +\\| .* to .* on \\d+ cores")
        .containsPattern("core-hours +\\| .* to .*")
        .containsPattern("files +\\| at most \\d+")
        .contains("the first and the last trials");
  }

  @Test
  void jsonHasNumbersWithUnitsInTheirNames() throws IOException {
    JsonNode plan = json(with("time_limit: 90s"));
    assertThat(plan.get("trials").longValue()).isEqualTo(30);
    assertThat(plan.get("newTrials").longValue()).isEqualTo(30);
    assertThat(plan.get("filtered").get(0).get("trials").longValue()).isEqualTo(3);
    assertThat(plan.get("timeLimitSeconds").doubleValue()).isEqualTo(90);
    double seconds = plan.get("seconds").doubleValue();
    assertThat(plan.get("secondsAtLeast").doubleValue()).isLessThan(seconds).isPositive();
    assertThat(plan.get("secondsAtMost").doubleValue()).isGreaterThan(seconds);
    assertThat(plan.get("coreHours").doubleValue())
        .isCloseTo(seconds * plan.get("cores").intValue() / 3600, withinPercentage(1e-6));
    assertThat(plan.get("bytes").isIntegralNumber()).isTrue();
    assertThat(plan.get("unknown").isNull()).isTrue();
    JsonNode axis = plan.get("blocks").get(0).get("axes").get(0);
    assertThat(axis.get("name").textValue()).isEqualTo("step_size");
    assertThat(axis.get("values")).hasSize(9);
    assertThat(axis.get("values").get(0).doubleValue()).isEqualTo(0.1);
    assertThat(plan.get("blocks").get(1).get("where").textValue()).isEqualTo("step_size > 1.15");
    assertThat(plan.get("fixed").get("fault").textValue()).isEqualTo("none");
  }

  /** Those that are listed first and last run in that order, and under those ids. */
  @Test
  void trialsAreThoseThatRun() throws IOException {
    List<String> listed = new ArrayList<>();
    JsonNode all = json(with(), "--trials", "1000");
    all.get("trialsListed").forEach(trial -> listed.add(trial.get("trial_id").textValue()));
    assertThat(listed).hasSize(30).doesNotHaveDuplicates();
    assertThat(all.get("trialsListed").get(29).get("step_size").doubleValue()).isEqualTo(1.2);
    List<String> few = new ArrayList<>();
    json(with(), "--trials", "5")
        .get("trialsListed")
        .forEach(trial -> few.add(trial.get("trial_id").textValue()));
    assertThat(few)
        .containsExactly(
            listed.get(0), listed.get(1), listed.get(2), listed.get(28), listed.get(29));
    assertThat(plan(with(), "--trials", "2", "--format", "csv").out().lines())
        .hasSize(3)
        .first()
        .isEqualTo("index,trial_id,seed,replicate,step_size,max_steps");
    assertThat(plan(with(), "--trials", "-1").err())
        .isEqualTo("Cannot list trials: -1 (must be from 0 to 100000)\n");
    String out = folder.resolve("out").toString();
    assertThat(run("run", folder.resolve("s.yaml").toString(), "--out", out, "-q").exit()).isZero();
    assertThat(run("query", out, "SELECT trial_id FROM trials", "--format", "csv").out().lines())
        .containsAll(listed);
    assertThat(plan(with()).out()).containsPattern("time +\\| none");
    JsonNode done = json(with());
    assertThat(done.get("newTrials").longValue()).isZero();
    assertThat(done.get("doneTrials").longValue()).isEqualTo(30);
    assertThat(done.get("seconds").doubleValue()).isZero();
  }

  @Test
  void aPlanWhosePilotsFailHasNoTime() throws IOException {
    List<String> failing =
        List.of(
            "sweep: s", "simulation: quadratic", "parameters: {fault: throws}", "replicates: 9");
    Result result = plan(failing);
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("unknown: no pilot trial ran (8 of 8: ")
        .containsPattern("core-hours +\\| unknown");
    JsonNode plan = json(failing);
    assertThat(plan.get("seconds").isNull()).isTrue();
    assertThat(plan.get("coreHoursAtMost").isNull()).isTrue();
    assertThat(plan.get("unknown").textValue()).startsWith("no pilot trial ran");
  }

  @Test
  void aTimeLimitCounts() throws IOException {
    List<String> slow =
        List.of(
            "sweep: s",
            "simulation: quadratic",
            "parameters: {fault: sleeps, max_steps: 1000}",
            "replicates: 100");
    double cores = json(slow).get("cores").doubleValue();
    assertThat(json(slow).get("coreHours").doubleValue()).isGreaterThan(100 * 20 / 3600.0);
    assertThat(json(slow, "--time-limit", "1s").get("seconds").doubleValue() * cores)
        .isBetween(90.0, 101.0);
  }
}
