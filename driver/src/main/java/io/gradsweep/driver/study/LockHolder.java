package io.gradsweep.driver.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradsweep.driver.HostName;
import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The holder of a lock, as its file says. The start of the process distinguishes a reused process
 * number.
 *
 * @param processes the set of process numbers that is meant, besides the host's name, which
 *     machines and containers may share; null if the system, or an older version, does not say
 * @param startTicks when the process started, by a clock that cannot be set; null if the system, or
 *     an older version, does not say
 * @param heartbeat the holder's report of its run; null if there is none
 */
record LockHolder(
    String host,
    String processes,
    long process,
    long processStart,
    Long startTicks,
    String since,
    String token,
    Heartbeat heartbeat) {

  static final Duration STALE_AFTER = Duration.ofMinutes(2);

  /** The start of this machine and the namespace of process numbers; null if this is not Linux. */
  private static final String PROCESSES = processes(Path.of("/proc"));

  /** This process, from now on. */
  static LockHolder self() {
    ProcessHandle self = ProcessHandle.current();
    return new LockHolder(
        HostName.get(),
        PROCESSES,
        self.pid(),
        Processes.startMillis(self),
        Processes.startTicks(self.pid()),
        Instant.now().toString(),
        UUID.randomUUID().toString(),
        null);
  }

  /** Reads a lock's file; empty if nobody can have written it: locks appear whole. */
  static Optional<LockHolder> parse(byte[] json) throws IOException {
    try {
      return Optional.ofNullable(Json.read(json, LockHolder.class)).filter(h -> h.host() != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  LockHolder saying(Heartbeat now) {
    return new LockHolder(host, processes, process, processStart, startTicks, since, token, now);
  }

  /** Knowledge that one process can have of another. */
  enum Life {
    LIVES,
    DEAD,
    /** Its life shows only in how often it touches its lock. */
    UNSEEN
  }

  /**
   * Whether the process lives, as far as this one can know: by process numbers, if both see the
   * same ones. A restart of the machine also makes them different.
   */
  Life life() {
    if (!host.equals(HostName.get()) || processes != null && !processes.equals(PROCESSES)) {
      return Life.UNSEEN;
    }
    return Processes.lives(process, startTicks, processStart) ? Life.LIVES : Life.DEAD;
  }

  /**
   * Whether a lock was touched recently by this machine's clock. It may show that waiting is
   * useless, or serve for display, but never proves that a lock is stale, since the clocks of two
   * machines may differ.
   */
  static boolean isFresh(long touchedMillis) {
    long age = System.currentTimeMillis() - touchedMillis;
    return age >= 0 && age < STALE_AFTER.toMillis();
  }

  private static String processes(Path proc) {
    try {
      return "%s %s"
          .formatted(
              Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip(),
              Files.readSymbolicLink(proc.resolve("self/ns/pid")));
    } catch (IOException e) {
      return null;
    }
  }
}
