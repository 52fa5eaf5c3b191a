package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.MergedStudies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words and exit statuses of 'merge', and of all commands that read what it makes. */
class TestMergeCommand extends MergedStudies {

  private Result command(String out, String... names) {
    return run(
        Stream.concat(
                Stream.of("merge", "--out", study(out).toString()),
                Stream.of(names).map(name -> study(name).toString()))
            .toArray(String[]::new));
  }

  private Result merged(String out, String... names) {
    Result result = command(out, names);
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  @Test
  void disjointStudiesAreOneThatEveryCommandReads() throws IOException, SQLException {
    make("a");
    make("b", "seed=1", "max_steps=20");
    Map<String, String> before = Folder.contents(study("a"));
    assertThat(merged("m", "a", "b").out())
        .isEqualTo(
            "48 trials from 2 studies; 0 rows were there already; results in %s%n"
                .formatted(study("m")));
    assertThat(Folder.contents(study("a"))).isEqualTo(before);
    assertThat(trials(study("m"))).hasSize(48).isEqualTo(union("trials", "a", "b"));
    assertThat(trajectories(study("m"))).isEqualTo(union("trajectories", "a", "b"));
    assertThat(csv("m", "SELECT count(*), count(DISTINCT seed), min(max_steps) FROM trials"))
        .endsWith("\n48,2,20\n");
    String out = study("m").toString();
    assertThat(run("status", out).out())
        .containsPattern("state +\\| finished")
        .containsPattern("trials with a row +\\| 48")
        .contains("merged from", study("a").toUri().toString());
    Result verify = run("verify", out);
    assertThat(verify.exit()).isZero();
    assertThat(verify.out()).contains("PASS");
    // what is fixed to two values varies now
    assertThat(run("summarize", out, "--format", "csv").out())
        .startsWith("max_steps,step_size,")
        .hasLineCount(13);
    Path report = folder.resolve("report.html");
    assertThat(run("report", out, "-o", report.toString()).exit()).isZero();
    assertThat(Files.readString(report)).contains("48 trials, merged from ");
    String id = csv("m", "SELECT trial_id FROM trials WHERE seed = 1 LIMIT 1").split("\n")[1];
    assertThat(run("replay", out, id).err()).contains("the replay equals the row, bit for bit");
    assertThat(run("compact", out).out()).contains("nothing to compact: 2 data files");
    assertThat(
            run("query", out, "SELECT count(*) FROM trials", "--engine", "spark", "--format", "csv")
                .out())
        .endsWith("\n48\n");
  }

  @Test
  void aMergedStudyIsNotRun() throws IOException {
    make("a");
    make("b", "seed=1");
    merged("m", "a", "b");
    Map<String, String> before = Folder.contents(study("m"));
    String sweep = study("m").resolve("sweep.yaml").toString();
    for (String command : List.of("run", "plan")) {
      Result result = run(command, sweep, "--out", study("m").toString());
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err())
          .contains("merged from others, it has no plan of its own; run those, and merge again")
          .contains(study("a").toUri().toString());
    }
    assertThat(Folder.contents(study("m"))).isEqualTo(before);
  }

  @Test
  void thatNotAllAreFinishedIsSaid() throws IOException {
    make("a");
    make("b", "seed=1");
    Files.delete(study("b").resolve("_SUCCESS"));
    assertThat(merged("m", "a", "b").err()).contains("some of the studies are not finished");
    assertThat(run("status", study("m").toString()).out()).containsPattern("state +\\| incomplete");
    assertThat(run("verify", study("m").toString()).out()).contains("INCONCLUSIVE");
  }

  private void refused(String message, String out, String... names) throws IOException {
    Map<String, String> before = Folder.contents(folder);
    Result result = command(out, names);
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(Folder.contents(folder)).isEqualTo(before);
    assertThat(study(out)).doesNotExist();
  }

  @Test
  void aRefusalIsAStatusAndLeavesNoFolder() throws IOException, SQLException {
    make("a");
    refused("no study there", "m", "a", "none");
    refused("study there; 'gradsweep run' makes one)", "m", "none", "nothing");
    refused("given twice", "m", "a", "a");
    refused("parameter", "m", "a");
    make("b");
    Gradsweep.rewrite(
        study("b").resolve("trials/g0000-s00000.parquet"), "* REPLACE (7::BIGINT AS steps)");
    refused("rows of the same trial differ (nothing was written)", "m", "a", "b");
  }
}
