package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InterruptedStudy;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words of 'plan', 'run' and 'status' about trials that a sweep no longer holds. */
class TestDroppedTrials extends InterruptedStudy {

  private Result command(String name, String... more) throws IOException {
    return Gradsweep.run(
        Stream.concat(
                Stream.of(name, sweep(EIGHT).toString(), "--out", study.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void whatTheCurrentPlanHoldsIsRunAndTheRestIsSaid() throws IOException {
    assertThat(command("run").exit()).isEqualTo(2);
    assertThat(command("plan", "--extend").out())
        .containsPattern("new +\\| 48\\b")
        .containsPattern("done +\\| 32\\b")
        .containsPattern("rows of earlier plans +\\| 4\\b")
        .containsPattern("dropped +\\| 6\\b");
    Result extended = command("run", "--extend");
    assertThat(extended.exit()).as(extended.err()).isZero();
    assertThat(extended.err())
        .contains("48 trials to run in ", ", 32 there already")
        .contains("4 rows of earlier plans stay (all_trials)")
        .contains("not run: 6 trials that the sweep does not hold any more");
    assertThat(Gradsweep.run("status", study.toString()).out())
        .containsPattern("generation 0 +\\| 36 of 36 trials, 4 of 4 segments, 6 retired");
    assertThat(command("run").err()).contains("nothing to do");
  }

  @Test
  void shardsThatGrowAStudyAtTheSameTimeAgreeOnOneGeneration() throws Exception {
    List<Process> shards = new ArrayList<>();
    for (int shard = 0; shard < 2; shard++) {
      shards.add(
          DriverProcess.start(
              folder.resolve("log-" + shard),
              "run",
              sweep(EIGHT).toString(),
              "--out",
              study.toString(),
              "--extend",
              "--shard",
              shard + "/2",
              "--segment-trials",
              "7",
              "--master",
              "local[1]"));
    }
    for (int shard = 0; shard < 2; shard++) {
      assertThat(shards.get(shard).waitFor(3, TimeUnit.MINUTES)).isTrue();
      String log = Files.readString(folder.resolve("log-" + shard));
      assertThat(shards.get(shard).exitValue()).as(log).isZero();
    }
    assertThat(study.resolve("_plan/0001.json")).exists();
    assertThat(study.resolve("_plan/0002.json")).doesNotExist();
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }
}
