package io.gradsweep.workers.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gradsweep.workers.run.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of a program, with all that it has started. None of them outlives this JVM. */
final class ProcessGroup {

  private static final Set<ProcessGroup> RUNNING = ConcurrentHashMap.newKeySet();

  /** Time in which a program has to end, once its input has ended. */
  private static final long GRACE_MILLIS = 2_000;

  private static final int BEYOND_SIGNALS = 128;

  /** Variable by which whatever it has started is known, also in a session of its own. */
  private static final String MARK = "GRADSWEEP_PROCESS";

  private static final Path PROCESSES = Path.of("/proc");

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessGroup::endAll, "programs"));
  }

  private final Process process;
  private final String mark;
  private volatile boolean busy;

  private ProcessGroup(Process process, String mark) {
    this.process = process;
    this.mark = mark;
  }

  /**
   * @throws IOException if there is no shell, no folder or no room for a process
   */
  static ProcessGroup start(ProcessBuilder builder) throws IOException {
    String mark = UUID.randomUUID().toString();
    builder.environment().put(MARK, mark);
    ProcessGroup started = new ProcessGroup(ChildProcess.start(builder), mark);
    RUNNING.add(started);
    return started;
  }

  Process process() {
    return process;
  }

  private static void endAll() {
    RUNNING.stream().filter(each -> each.busy).forEach(ProcessGroup::kill);
    RUNNING.forEach(ProcessGroup::closeInput);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    for (ProcessGroup each : RUNNING) {
      try {
        each.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      each.kill();
    }
  }

  /** Whether it is to be ended at once with this JVM, and not by the end of its input. */
  void setBusy(boolean is) {
    busy = is;
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      return; // it has ended
    }
  }

  /** Ends it in order: its input has ended, so that it may. */
  void end() {
    closeInput();
    try {
      process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Ends it now, and whatever it has started. */
  void kill() {
    RUNNING.remove(this);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    boolean lives = process.isAlive();
    try {
      // the group of a process that has ended may still have members: its number stays theirs;
      // "-s KILL", since dash takes no "--" behind "-KILL"
      new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      lives = true; // no group to be ended: the process itself is
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lives) {
      process.destroyForcibly();
    }
    ProcessHandle.allProcesses().filter(this::isMarked).forEach(ProcessHandle::destroyForcibly);
  }

  /** Whether a process has left the group; never where the system does not show its environment. */
  private boolean isMarked(ProcessHandle other) {
    Path environment = PROCESSES.resolve(other.pid() + "/environ");
    try {
      return new String(Files.readAllBytes(environment), ISO_8859_1).contains(MARK + "=" + mark);
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's
    }
  }

  /** The end of the process, in words: a signal, or a status. */
  static String words(int status) {
    return status > BEYOND_SIGNALS ? "signal " + (status - BEYOND_SIGNALS) : "status " + status;
  }

  static boolean isSignal(int status) {
    return status > BEYOND_SIGNALS;
  }
}
