package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder of a study fills up, becomes read-only, or disappears while a sweep runs. */
class DiskFaultsIT {

  private static final int TRIALS = 2000;
  private static final String AMPLE = "size=64m";

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;

  @TempDir private Path folder;
  private Path disk;
  private Path study;

  @BeforeAll
  static void runOnce() throws Exception {
    undisturbed = Undisturbed.in(shared, TRIALS, "max_steps: [5, 50]");
  }

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    study = disk.resolve("study");
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", AMPLE, "tmpfs", disk.toString()) == 0,
        "mounting a disk takes root");
  }

  @AfterEach
  void unmount() throws Exception {
    command("umount", "-l", disk.toString());
  }

  private static int command(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  private void remount(String options) throws Exception {
    assertThat(command("mount", "-o", "remount," + options, disk.toString())).isZero();
  }

  private Result run() {
    return Gradsweep.run(undisturbed.command(study));
  }

  private static void requireOneMessage(Result result, String again, String... parts) {
    assertThat(result.exit()).as(again + ": " + result.err()).isEqualTo(3);
    assertThat(result.err()).as(again).contains(parts).doesNotContain("\tat ", "gradsweep's own");
  }

  private void requireGoneOn(String again) throws Exception {
    Result result = run();
    assertThat(result.exit()).as(again + ": " + result.err()).isZero();
    undisturbed.requireEqual(study, again);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void aDiskThatFillsUpAtAnyMomentHoldsWholeSegmentsAlone(long seed) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    long whole = bytes(shared.resolve("undisturbed"));
    long size = 16 * 1024 + (long) (random.nextDouble() * (whole / 2));
    remount("size=" + size);
    Result result = run();
    Campaign.tell(seed, "a disk of %d bytes for %d: %s", size, whole, result.err().strip());
    requireOneMessage(result, again, "No space left on device (in " + study + ")");
    assertThat(Undisturbed.published(study).size() % 20).as(again).isZero();
    remount(AMPLE);
    requireGoneOn(again);
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  @Test
  void aReadOnlyTargetIsRefusedBeforeAnythingRuns() throws Exception {
    remount("ro");
    Result result = run();
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .contains("Cannot use folder: ")
        .contains("(it cannot be made or written; give another --out)");
    remount("rw");
    requireGoneOn("");
  }

  /** A run in a process of its own: what holds the lock must die for another to go on. */
  private Process startAndAwaitParts() throws Exception {
    Process running = DriverProcess.start(log(), undisturbed.command(study));
    Path trials = study.resolve("trials");
    while (running.isAlive() && !(Files.exists(trials) && trials.toFile().list().length > 1)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return running;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private Result end(Process running) throws Exception {
    assertThat(running.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Result(running.exitValue(), "", Files.readString(log()));
  }

  @Test
  void aTargetThatBecomesReadOnlyIsNamed() throws Exception {
    Process running = startAndAwaitParts();
    String[] readOnly = {"mount", "-o", "remount,ro", disk.toString()};
    while (running.isAlive() && command(readOnly) != 0) { // refused while a file is open
      TimeUnit.MILLISECONDS.sleep(1);
    }
    requireOneMessage(end(running), "", "Read-only file system");
    remount("rw");
    requireGoneOn("");
  }

  @Test
  void aTargetThatDisappearsIsNamedAndNothingIsWrittenInItsPlace() throws Exception {
    Process running = startAndAwaitParts();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    assertThat(command("mount", "--bind", disk.toString(), elsewhere.toString())).isZero();
    try {
      assertThat(command("umount", "-l", disk.toString())).isZero();
      requireOneMessage(end(running), "", "disappeared");
      try (Stream<Path> phantom = Files.walk(disk)) {
        assertThat(phantom).containsExactly(disk);
      }
      assertThat(command("mount", "--bind", elsewhere.toString(), disk.toString())).isZero();
      requireGoneOn("");
    } finally {
      command("umount", "-l", elsewhere.toString());
    }
  }

  @Test
  void aDeletedFolderIsNamedAndTheStudyStartsAnew() throws Exception {
    Process running = startAndAwaitParts();
    Path trash = disk.resolve("trash");
    Files.move(study, trash);
    requireOneMessage(end(running), "", "disappeared");
    assertThat(study).doesNotExist();
    requireGoneOn("");
  }
}
