package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.cluster.Archives;
import io.gradsweep.driver.cluster.BuiltClone;
import io.gradsweep.workers.numeric.BlasKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  private static final String NO_MOUNTS =
      "skipped: it takes root, unshare and setpriv of Linux, and a locale of UTF-8";

  @TempDir private Path folder;
  private Path launcher;

  @BeforeEach
  void clone(@TempDir Path clone) throws IOException {
    launcher = BuiltClone.in(clone);
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
    return process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java")) // not its filter
        .findAny()
        .orElseThrow(() -> new AssertionError(said()));
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
    awaitBar(process);
    process.getOutputStream().write(CTRL_C);
    process.getOutputStream().flush();
    requireInterrupted(process);
  }

  /** Waits for the bar, which a busy machine may draw seconds after the first trial began. */
  private void awaitBar(Process process) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!said().contains("0/84")) {
      assertThat(process.isAlive() && System.nanoTime() < end).as(said()).isTrue();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    awaitTrials(process);
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

  /**
   * A machine on which little is as usual: no program may run from /tmp, the user has no name and
   * no home, the locale knows ASCII alone, and Java speaks Persian.
   */
  @Test
  void anUnusualMachineMakesTheFilesOfAnyOther() throws Exception {
    assumeTrue(canMount(), NO_MOUNTS);
    List<String> command = command("exit");
    Path sweep = Files.move(folder.resolve("s.yaml"), folder.resolve("größe.yaml"));
    Path study = folder.resolve("naïve ß");
    command.set(3, sweep.toString());
    command.set(5, study.toString());
    assertThat(end(start(unusual(command)))).as(said()).isEqualTo(1);
    assertThat(said())
        .contains("failed ×4: exited: System.exit(3)", "84 trials: 80 converged, 4 failed")
        .contains("results in " + study);
    Path plain = folder.resolve("plain");
    Path healthy =
        Gradsweep.write(folder, Files.readString(sweep).replace("poison: exit", "poison: none"));
    String jar = Archives.testSimulations().toString();
    String[] run = {"run", healthy.toString(), "--out", plain.toString(), "--jar", jar, "-q"};
    assertThat(Gradsweep.run(run).exit()).isZero();
    List<String> converged =
        Gradsweep.trials(study).stream().filter(row -> row.contains("converged")).toList();
    assertThat(converged).hasSize(80);
    assertThat(Gradsweep.trials(plain)).hasSize(84).containsAll(converged);
  }

  @Test
  void aTemporaryFolderThatCannotBeUsedIsSaidAtOnce() throws Exception {
    assumeTrue(canMount(), NO_MOUNTS);
    List<String> command = new ArrayList<>(List.of("env", "-u", "TMPDIR"));
    command.addAll(command("none"));
    assertThat(end(start(mounted("", command)))).as(said()).isEqualTo(3);
    assertThat(said().replaceFirst("log: .*\n", "")) // where the stack trace is, if anywhere
        .isEqualTo(
            "Cannot use temporary folder: /tmp (no program may run there: it is mounted noexec; set"
                + " TMPDIR to a folder with 100 MB free, in which programs may run)\n");
    command.set(2, "HOME");
    command.add(3, "TMPDIR=" + good());
    assertThat(end(start(mounted(",size=1m", command)))).as(said()).isEqualTo(3);
    assertThat(said()).contains("temporary folder: " + good() + " (1 MB free; set TMPDIR to");
    assertThat(end(start(mounted(",ro", command)))).as(said()).isEqualTo(3);
    assertThat(said())
        .startsWith(
            "Cannot use temporary folder: " + good() + " (Read-only file system; set TMPDIR")
        .hasLineCount(1);
    assertThat(folder.resolve("study")).doesNotExist();
  }

  /** The launcher chooses by the rule for executors, and leaves what somebody has chosen. */
  @Test
  void theLauncherPinsWhatNumbersAndFilesDependOn() throws Exception {
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\ncase \"$*\" in *XshowSettings*) echo '    java.specification.version = 17';;"
            + " *) env; echo \"$@\";; esac\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    List<String> command =
        new ArrayList<>(List.of("env", "LC_ALL=POSIX", "JAVA_HOME=" + folder.resolve("java")));
    command.addAll(List.of("bash", launcher.toString(), "list"));
    assertThat(end(start(command))).as(said()).isZero();
    List<String> pinned = new ArrayList<>(List.of("LC_ALL=C.UTF-8"));
    BlasKernel.environment().forEach((name, value) -> pinned.add(name + "=" + value));
    assertThat(said().lines()).containsAll(pinned);
    command.addAll(1, List.of("-C", folder.toString(), "TMPDIR=own", "OPENBLAS_CORETYPE=Zen"));
    assertThat(end(start(command))).as(said()).isZero();
    assertThat(said().lines()).contains("OPENBLAS_CORETYPE=Zen");
    assertThat(said()).contains("-Djava.io.tmpdir=" + folder.toRealPath().resolve("own") + " ");
  }

  private Path good() {
    return folder.resolve("good");
  }

  /** The command where nothing runs from /tmp, with a file system of its own in a good folder. */
  private List<String> mounted(String options, List<String> command) throws IOException {
    Files.createDirectories(good());
    String mounts =
        "mount --bind /tmp /tmp && mount -o remount,bind,noexec /tmp"
            + " && mount -t tmpfs -o mode=1777%s none \"$0\" && exec \"$@\"".formatted(options);
    List<String> all =
        new ArrayList<>(List.of("unshare", "-m", "sh", "-c", mounts, good().toString()));
    all.addAll(command);
    return all;
  }

  /** Files that this user may read, such as a Maven repository, the nameless one may read too. */
  private List<String> unusual(List<String> command) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> all = new ArrayList<>(List.of("setpriv", "--reuid", "12345", "--clear-groups"));
    all.addAll(List.of("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"));
    all.addAll(List.of("env", "-u", "HOME", "TMPDIR=" + good(), "LC_ALL=C"));
    all.add("JAVA_TOOL_OPTIONS=-Duser.language=fa -Duser.country=IR");
    all.addAll(command);
    return mounted("", all);
  }

  private static boolean canMount() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("unshare", "-m", "setpriv", "--reuid", "12345", "true").start();
      return process.waitFor() == 0 && System.getProperty("sun.jnu.encoding").equals("UTF-8");
    } catch (IOException notThere) {
      return false;
    }
  }
}
