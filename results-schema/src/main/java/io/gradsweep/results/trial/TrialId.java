package io.gradsweep.results.trial;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The identity of a trial: the first 128 bits of SHA-256 over its simulation's name and version,
 * base seed, replicate, and resolved parameters by name. A parameter at its identity default is
 * left out. The same trial has the same id in every sweep; see SPEC.md for the exact text.
 */
public record TrialId(long high, long low) {

  /** Hexadecimal digits of each half. */
  private static final int DIGITS = 16;

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
    byte[] text = new byte[2 * DIGITS];
    for (int i = 0; i < DIGITS; i++) {
      int shift = 4 * (DIGITS - 1 - i);
      text[i] = HexText.DIGITS_TO_15[(int) (high >>> shift) & 0xf];
      text[DIGITS + i] = HexText.DIGITS_TO_15[(int) (low >>> shift) & 0xf];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
