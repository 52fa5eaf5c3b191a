package io.gradsweep.driver.cluster.managers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The line that 'submit yarn' prints, run by a shell, on a real YARN with HDFS; what YARN refuses
 * by {@code -Dclusters.all=true} alone.
 */
class YarnIT {

  private static final Path CODE = Path.of("../sweeps/own/descent/Descent.java");

  @TempDir private static Path shared;
  private static YarnCluster yarn;
  private static Path sweep;
  private static Path alone;
  private static String clientLine;
  private static String clusterLine;

  @TempDir private Path folder;

  /** A sweep that extends another, of code of one's own, in a folder with a space. */
  @BeforeAll
  static void start() throws Exception {
    yarn = new YarnCluster(shared);
    Path sweeps = Files.createDirectory(shared.resolve("my sweeps"));
    Files.writeString(sweeps.resolve("base.yaml"), "sweep: base\nsimulation: own-descent\n");
    sweep =
        Gradsweep.write(
            sweeps,
            "extends: base.yaml",
            "sweep: s",
            "grid: {step_size: [0.1, 0.3]}",
            "replicates: 100");
    alone = runAlone();
    yarn.await();
    Printing client = Printing.of("client", submit("here", "--deploy-mode", "client"));
    Printing cluster = Printing.of("cluster", submit("there"));
    clientLine = client.line();
    clusterLine = cluster.line();
  }

  private static Path runAlone() {
    Path study = shared.resolve("alone");
    String[] run = {
      "run", sweep.toString(), "--out", study.toString(), "--code", CODE.toString(), "replicates=50"
    };
    assertThat(Gradsweep.run(run).exit()).isZero();
    return study;
  }

  @AfterAll
  static void stop() {
    if (yarn != null) {
      yarn.close();
    }
  }

  private static String[] submit(String study, String... more) {
    List<String> command = new ArrayList<>(List.of("submit", "yarn", sweep.toString()));
    command.addAll(List.of("--out", yarn.studies() + "/" + study, "--code", CODE.toString()));
    command.addAll(List.of("--segment-trials", "25", "replicates=50", "--cpus", "1"));
    command.addAll(List.of("--executors", "1", "--memory", "600m"));
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
  }

  /** A line that is printed for somebody whose environment knows the cluster. */
  private record Printing(Process process, Path log) {

    static Printing of(String name, String... command) throws IOException {
      Path log = shared.resolve(name + ".line");
      return new Printing(DriverProcess.startIn(yarn.environment(), log, command), log);
    }

    String line() throws Exception {
      boolean ended = process.waitFor(3, TimeUnit.MINUTES);
      process.destroyForcibly();
      String said = Files.readString(log);
      assertThat(ended).as("'submit yarn' ends within three minutes: " + said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).hasLineCount(1);
      return said.strip();
    }
  }

  /** Output of the process, and of all containers. */
  private static String requireEnd(Process process, Path log, int status) throws Exception {
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(log) + yarn.containerLogs();
    assertThat(ended).as("spark-submit ends within three minutes: " + said).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(status);
    return said;
  }

  @Test
  void studiesOfBothDeployModesAreTheStudyOfOneMachine() throws Exception {
    Path there = folder.resolve("there");
    Path here = folder.resolve("here");
    Process cluster = yarn.start(there, clusterLine);
    Process client = yarn.start(here, clientLine);
    requireEnd(client, here, 0);
    assertThat(Files.readString(here)).contains("100 trials to run in 4 segments");
    String said = requireEnd(cluster, there, 0);
    for (String study : List.of("here", "there")) {
      yarn.copy(yarn.studies() + "/" + study, folder.resolve("copy of " + study));
      assertThat(folder.resolve("copy of " + study + "/_SUCCESS")).as(said).exists();
      assertThat(Gradsweep.trials(folder.resolve("copy of " + study)))
          .hasSize(100)
          .isEqualTo(Gradsweep.trials(alone));
    }
  }

  /** In client mode the driver is here, and says by itself what is wrong. */
  @Test
  @EnabledIfSystemProperty(named = "clusters.all", matches = "true")
  void whatYarnRefusesIsSaidWithItsReason() throws Exception {
    String line = clientLine.replace("/here ", "/broken ");
    String agent = "-javaagent:/no/such.jar --conf spark.executor.maxNumFailures=2";
    Map<String, String> wrong =
        Map.of(
            line.replace("spark-submit ", "spark-submit --queue nope "),
            "Cannot start Spark on yarn: .*unknown queue: nope",
            line.replace(" 600m ", " 9g "),
            "Cannot start Spark on yarn: .*9216 MB.* is above the max threshold \\(3072 MB\\)",
            line.replace(
                "spark-submit ",
                "spark-submit --conf spark.executor.extraJavaOptions=" + agent + " "),
            "Cannot (start|go on with) Spark on yarn: Max number of executor failures \\(2\\) reached"
                + ".* of executors: yarn logs -applicationId application_");
    Map<Path, Process> started = new HashMap<>();
    Map<Path, String> reasons = new HashMap<>();
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      Path log = folder.resolve("log" + started.size());
      String own = each.getKey().replace("/broken ", "/broken" + started.size() + " ");
      started.put(log, yarn.start(log, own));
      reasons.put(log, each.getValue());
    }
    for (Path log : started.keySet()) {
      requireEnd(started.get(log), log, 3);
      assertThat(Files.readString(log)).containsPattern("(?m)^" + reasons.get(log));
    }
  }
}
