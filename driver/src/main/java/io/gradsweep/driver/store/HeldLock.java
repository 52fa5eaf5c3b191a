package io.gradsweep.driver.store;

import java.util.Optional;

/**
 * A lock as somebody finds it who does not want it.
 *
 * @param lock {@code study}, or {@code shard I of N}
 * @param live whether the holder is known to live, or was heard of within two minutes
 */
public record HeldLock(
    String lock,
    String host,
    long process,
    String since,
    boolean live,
    Optional<Heartbeat> heartbeat) {}
