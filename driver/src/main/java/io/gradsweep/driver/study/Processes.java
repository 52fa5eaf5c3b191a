package io.gradsweep.driver.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Processes of this machine, by number. One that has ended and was not reaped yet (a zombie, for
 * example if the first process of a container reaps none) is dead, though its number is still
 * taken.
 */
final class Processes {

  private static final Path PROC = Path.of("/proc");
  private static final String DEAD_STATES = "ZXx";
  private static final int STATE = 0;
  private static final int START = 19;

  private Processes() {}

  /** The system's record of a process: state, numbers, times; empty if there is none. */
  private static String[] stat(long process) {
    try {
      String line = Files.readString(PROC.resolve(process + "/stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" "); // a name may hold anything
    } catch (IOException e) {
      return new String[0];
    }
  }

  /**
   * When a process started, in ticks since the machine did; null if the system does not say.
   * Setting a clock does not change it.
   */
  static Long startTicks(long process) {
    String[] stat = stat(process);
    return stat.length > START ? Long.valueOf(stat[START]) : null;
  }

  /** When a process started, in milliseconds since 1970, by the clock as it was set then. */
  static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /**
   * Whether a process lives.
   *
   * @param startTicks start of the process that is meant; null if not known
   * @param startMillis the same by the clock, used if no ticks are known
   */
  static boolean lives(long process, Long startTicks, long startMillis) {
    String[] stat = stat(process);
    if (stat.length > START && DEAD_STATES.contains(stat[STATE])) {
      return false;
    }
    if (stat.length > START && startTicks != null) {
      return Long.parseLong(stat[START]) == startTicks;
    }
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .filter(found -> startMillis(found) == startMillis)
        .isPresent();
  }
}
