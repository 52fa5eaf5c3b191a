package io.gradsweep.driver.study;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A lock's file at one moment; any touch makes it another one.
 *
 * @param content not to be changed
 */
record LockSighting(byte[] content, long modifiedMillis) {

  Optional<LockHolder> holder() throws IOException {
    return LockHolder.parse(content);
  }

  boolean isSame(LockSighting other) {
    return modifiedMillis == other.modifiedMillis && Arrays.equals(content, other.content);
  }
}
