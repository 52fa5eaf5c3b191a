package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A container whose first process reaps none of the others: what is killed there stays a zombie.
 */
class ContainerFaultsIT {

  private static final List<String> CONTAINER =
      List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

  /** The killed process keeps its number, and the next command is started in the same moment. */
  private static final String FIRST_PROCESS =
      """
      ( echo $(exec sh -c 'echo $PPID') >pid; exec %s ) &
      (
        while [ ! -e _kill ]; do sleep 0.1; done
        kill -KILL $(cat pid)
        %s
        code=$?
        cut -d ' ' -f 3 /proc/$(cat pid)/stat >state
        echo $code >status
      ) >second 2>&1 &
      exec sleep 600
      """;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aRunGoesOnAtOnceAfterAKillThatNobodyReaps() throws Exception {
    assumeTrue(mayUnshare(), "unshare --pid is not permitted here");
    Undisturbed undisturbed = Undisturbed.in(folder);
    Path study = folder.resolve("study");
    String first =
        quoted(DriverProcess.command(folder.resolve("first"), undisturbed.command(study)));
    Process container = start("sh", "-c", FIRST_PROCESS.formatted(first, first));
    try {
      while (Undisturbed.parts(study) < 2) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      Files.createFile(folder.resolve("_kill"));
      while (!Files.exists(folder.resolve("status"))) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(folder.resolve("state")).hasContent("Z");
      assertThat(folder.resolve("status"))
          .as(Files.readString(folder.resolve("second")))
          .hasContent("0");
      undisturbed.requireEqual(study, "in a container");
    } finally {
      container.descendants().forEach(ProcessHandle::destroyForcibly);
      container.destroyForcibly();
    }
  }

  private Process start(String... command) throws IOException {
    List<String> all = new ArrayList<>(CONTAINER);
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("container").toFile())
        .start();
  }

  private boolean mayUnshare() throws Exception {
    try {
      return start("true").waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private static String quoted(List<String> command) {
    return command.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
