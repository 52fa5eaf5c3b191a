package io.gradsweep.driver.study;

import java.util.Optional;

/**
 * A lock as seen by somebody who does not want to take it.
 *
 * @param lock {@code study}, or {@code shard I of N}
 * @param live whether the holder is known to live, or has touched the lock within two minutes
 * @param seen whether its process is visible from here; else {@code live} relies on clocks that may
 *     differ
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
