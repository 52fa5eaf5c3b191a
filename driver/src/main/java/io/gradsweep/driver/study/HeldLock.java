package io.gradsweep.driver.study;

import java.util.Optional;

/**
 * A lock as somebody finds it who does not want it.
 *
 * @param lock {@code study}, or {@code shard I of N}
 * @param live whether the holder is known to live, or has touched the lock within two minutes
 * @param seen whether its process is one of those that are seen from here; else {@code live} rests
 *     on clocks that may differ
 * @param touchedMillis when the lock was last touched, by the storage's clock
 */
public record HeldLock(
    String lock,
    String host,
    long process,
    String since,
    boolean live,
    boolean seen,
    long touchedMillis,
    Optional<Heartbeat> heartbeat) {}
