package io.gradsweep.workers.contract;

import static java.util.Objects.requireNonNull;

/**
 * The result of checking one promise of a simulation.
 *
 * @param promise in words, as a sentence's beginning
 * @param held whether it was kept
 * @param detail the observation: counts, or the first difference
 */
public record Finding(String promise, boolean held, String detail) {

  public Finding {
    requireNonNull(promise, "promise is null");
    requireNonNull(detail, "detail is null");
  }

  static Finding kept(String promise, String detail) {
    return new Finding(promise, true, detail);
  }

  static Finding broken(String promise, String detail) {
    return new Finding(promise, false, detail);
  }
}
