package io.gradsweep.results.trial;

import java.nio.charset.StandardCharsets;

/** The text that {@link Double#toHexString} specifies, without the regular expressions it takes. */
final class HexText {

  private static final int DIGITS = 13;
  private static final long MANTISSA = (1L << 52) - 1;
  static final byte[] DIGITS_TO_15 = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private HexText() {}

  /** The text of a finite number after a prefix. */
  static String of(String prefix, double value) {
    long bits = Double.doubleToLongBits(value);
    long mantissa = bits & MANTISSA;
    int exponent = (int) (bits >>> 52 & 0x7ff);
    boolean normal = exponent > 0;
    StringBuilder text = new StringBuilder(32).append(prefix);
    text.append(bits < 0 ? "-0x" : "0x").append(normal ? "1." : "0.");
    int digits = Math.max(1, DIGITS - Long.numberOfTrailingZeros(mantissa | 1L << 52) / 4);
    for (int d = 1; d <= digits; d++) {
      text.append((char) DIGITS_TO_15[(int) (mantissa >>> 4 * (DIGITS - d) & 0xf)]);
    }
    text.append('p').append(normal ? exponent - 1023 : mantissa == 0 ? 0 : -1022);
    return text.toString();
  }
}
