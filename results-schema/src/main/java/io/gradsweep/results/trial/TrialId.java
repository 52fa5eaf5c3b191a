package io.gradsweep.results.trial;

import java.util.HexFormat;

/**
 * The identity of a trial: the first 128 bits of SHA-256 over its simulation's name and version,
 * base seed, replicate, and resolved parameters by name. A parameter at its identity default is
 * left out. The same trial has the same id in every sweep; see SPEC.md for the exact text.
 */
public record TrialId(long high, long low) {

  /** The id of one trial; {@link TrialIds} makes those of many. */
  public static TrialId of(Trial trial) {
    return new TrialIds().of(trial);
  }

  /** Reads 32 hexadecimal digits. */
  public static TrialId parse(String text) {
    if (text.length() != 32) {
      throw notAnId(text);
    }
    try {
      return new TrialId(
          HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    } catch (IllegalArgumentException e) {
      throw notAnId(text);
    }
  }

  private static IllegalArgumentException notAnId(String text) {
    return new IllegalArgumentException(
        "Cannot read trial id: '%s' (must be 32 hexadecimal digits)".formatted(text));
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
