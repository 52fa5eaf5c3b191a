package io.gradsweep.results.trial;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as texts: 1g and 512m are powers of 1024. */
public final class ByteSize {

  /** Examples, to complete "must be …". */
  public static final String RIGHT = "a size such as 512m or 2g";

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17})([kmgt]?)b?");
  private static final String UNITS = "kmgt";
  private static final int UNIT_BITS = 10;

  private ByteSize() {}

  /** The bytes of a text; empty if it is no size. */
  public static OptionalLong read(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    String unit = parts.group(2);
    int bits = unit.isEmpty() ? 0 : UNIT_BITS * (1 + UNITS.indexOf(unit));
    long number = Long.parseLong(parts.group(1));
    return number > Long.MAX_VALUE >> bits ? OptionalLong.empty() : OptionalLong.of(number << bits);
  }

  /** The shortest text that reads back. */
  public static String text(long bytes) {
    int units = Math.min(UNITS.length(), Long.numberOfTrailingZeros(bytes) / UNIT_BITS);
    String unit = units == 0 ? "" : UNITS.substring(units - 1, units);
    return (bytes >> UNIT_BITS * units) + unit;
  }
}
