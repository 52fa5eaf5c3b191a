package io.gradsweep.driver.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a lock, as its file says. The start of the process tells a reused process number apart.
 *
 * @param processes whose process numbers are meant, beside the host's name: machines and containers
 *     may share that; null where the system, or an older version, does not say
 * @param heartbeat what the holder says of its run; null where it says nothing
 */
record LockHolder(
    String host,
    String processes,
    long process,
    long processStart,
    String since,
    String token,
    Heartbeat heartbeat) {

  static final Duration STALE_AFTER = Duration.ofMinutes(2);

  /** The start of this machine and the namespace of process numbers; null where Linux is not. */
  private static final String PROCESSES = processes(Path.of("/proc"));

  /** This process, from now on. */
  static LockHolder self() {
    ProcessHandle self = ProcessHandle.current();
    return new LockHolder(
        thisHost(),
        PROCESSES,
        self.pid(),
        start(self),
        Instant.now().toString(),
        UUID.randomUUID().toString(),
        null);
  }

  /** What a lock's file says; empty where nobody can have written it: locks appear whole. */
  static Optional<LockHolder> parse(byte[] json) throws IOException {
    try {
      return Optional.ofNullable(Json.read(json, LockHolder.class)).filter(h -> h.host() != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  LockHolder saying(Heartbeat now) {
    return new LockHolder(host, processes, process, processStart, since, token, now);
  }

  /**
   * Whether the process lives, as far as this one can know: by the numbers of processes where both
   * see the same ones, else by the time of its last touch. A restart of the machine, too, makes
   * them others.
   *
   * @param touchedMillis when it last touched its lock
   */
  boolean lives(long touchedMillis) {
    if (host.equals(thisHost()) && (processes == null || processes.equals(PROCESSES))) {
      return ProcessHandle.of(process)
          .filter(ProcessHandle::isAlive)
          .filter(found -> start(found) == processStart)
          .isPresent();
    }
    return !isStale(touchedMillis);
  }

  static boolean isStale(long touchedMillis) {
    return System.currentTimeMillis() - touchedMillis >= STALE_AFTER.toMillis();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
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

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
