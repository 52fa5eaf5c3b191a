package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cluster.Archives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a clone that has been built: what this build has made. */
class LauncherIT {

  private static final int CTRL_C = 3;
  private static final Path MODULE = Path.of("").toAbsolutePath();

  @TempDir private Path folder;
  private Path launcher;

  @BeforeEach
  void clone(@TempDir Path clone) throws IOException {
    for (String module : List.of("results-schema", "sweeps", "workers", "driver")) {
      Files.createDirectories(clone.resolve(module).resolve("src/main"));
      Files.createFile(clone.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(clone.resolve("pom.xml"));
    Files.copy(MODULE.resolve("jvm.options"), clone.resolve("driver/jvm.options"));
    launcher = Files.copy(MODULE.resolve("../gradsweep"), clone.resolve("gradsweep"));
    Path target = Files.createDirectory(clone.resolve("driver/target"));
    for (String made : List.of("driver-0.1.0.jar", "classpath-ours.txt", "classpath-all.txt")) {
      Files.copy(MODULE.resolve("target").resolve(made), target.resolve(made));
    }
    Files.createFile(target.resolve("built"));
    Files.createFile(target.resolve("archived")); // no archive of classes: it takes a run to make
  }

  private Path log() {
    return folder.resolve("log");
  }

  private Process start(String poison, String... options) throws IOException {
    return start(command(poison, options));
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private List<String> command(String poison, String... options) throws IOException {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: poison",
            "grid:",
            "  - {poison: none, step_size: 'linspace(0, 2, 20)'}",
            "  - {poison: %s, step_size: 1}".formatted(poison),
            "replicates: 4");
    List<String> command = new ArrayList<>(List.of("bash", launcher.toString(), "run"));
    command.addAll(List.of(sweep.toString(), "--out", folder.resolve("study").toString()));
    command.addAll(List.of("--jar", Archives.testSimulations().toString()));
    command.addAll(List.of("--segment-trials", "8", "--master", "local[2]"));
    command.addAll(List.of(options));
    return command;
  }

  private int end(Process process) throws Exception {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    return process.exitValue();
  }

  /** Waits until trials run: some of them hang. */
  private void awaitTrials(Process process) throws Exception {
    Path marks = folder.resolve("study/_started");
    while (process.isAlive() && !(Files.isDirectory(marks) && hasFiles(marks))) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private ProcessHandle javaOf(Process process) throws Exception {
    awaitTrials(process);
    return process.children().findAny().orElseThrow(() -> new AssertionError(said()));
  }

  private static boolean hasFiles(Path marks) throws IOException {
    try (Stream<Path> files = Files.list(marks)) {
      return files.findAny().isPresent();
    }
  }

  private String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aTrialThatCrashesIsARowAfterOneCommand() throws Exception {
    assertThat(end(start("crash", "--fresh"))).as(said()).isEqualTo(1);
    assertThat(said())
        .contains(
            "gradsweep: this process has crashed; what ran is run again, in processes of its own\n")
        .contains("failed ×4: crashed: SIGSEGV in V [libjvm.so")
        .contains("replay " + folder.resolve("study"))
        .contains("84 trials: 80 converged, 4 failed")
        .doesNotContain("Aborted");
  }

  @Test
  void aSignalToTheLauncherEndsTheRunInOrder() throws Exception {
    Process process = start("hang");
    ProcessHandle java = javaOf(process);
    process.destroy();
    requireInterrupted(process);
    assertThat(java.isAlive()).isFalse();
  }

  private void requireInterrupted(Process process) throws Exception {
    assertThat(end(process)).as(said()).isEqualTo(130);
    assertThat(said()).contains("interrupted; what is published stays");
    assertThat(folder.resolve("study/_started")).isEmptyDirectory();
    assertThat(folder.resolve("study/_lock")).doesNotExist();
  }

  /** On a terminal there is a progress bar, whose library takes the terminal's signals. */
  @Test
  @EnabledIf("hasTerminals")
  void ctrlCOnATerminalEndsTheRunInOrder() throws Exception {
    String quoted = "'" + String.join("' '", command("hang")) + "'";
    Process process = start(onTerminal(quoted));
    awaitTrials(process);
    TimeUnit.SECONDS.sleep(2); // for the bar
    process.getOutputStream().write(CTRL_C);
    process.getOutputStream().flush();
    requireInterrupted(process);
    assertThat(said()).contains("0/84");
  }

  /** A build in the background of a shell ignores Ctrl-C, and so does what it starts. */
  private static List<String> onTerminal(String command) {
    return List.of("env", "--default-signal=INT", "script", "-qefc", command, "/dev/null");
  }

  /** Whether there are the programs of Linux that give another one a terminal of its own. */
  static boolean hasTerminals() throws InterruptedException {
    try {
      return new ProcessBuilder(onTerminal("true"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  @Test
  void javaEndsWhereTheLauncherIsKilled() throws Exception {
    Process process = start("hang");
    ProcessHandle java = javaOf(process);
    process.destroyForcibly();
    assertThat(java.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
  }
}
