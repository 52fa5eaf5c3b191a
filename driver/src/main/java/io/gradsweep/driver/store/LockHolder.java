package io.gradsweep.driver.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a lock, as its file says. The start of the process tells a reused process number apart.
 *
 * @param heartbeat what the holder says of its run; null where it says nothing
 */
record LockHolder(
    String host, long process, long processStart, String since, String token, Heartbeat heartbeat) {

  private static final Duration STALE_AFTER = Duration.ofMinutes(2);

  /** This process, from now on. */
  static LockHolder self() {
    ProcessHandle self = ProcessHandle.current();
    return new LockHolder(
        thisHost(),
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
    return new LockHolder(host, process, processStart, since, token, now);
  }

  /**
   * Whether the process lives, as far as this one can know.
   *
   * @param touchedMillis when it last touched its lock
   */
  boolean lives(long touchedMillis) {
    if (host.equals(thisHost())) {
      return ProcessHandle.of(process)
          .filter(ProcessHandle::isAlive)
          .filter(found -> start(found) == processStart)
          .isPresent();
    }
    return System.currentTimeMillis() - touchedMillis < STALE_AFTER.toMillis();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
