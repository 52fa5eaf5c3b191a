package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * One value of one parameter. Equal values have equal {@link #canonical()} text, and only those.
 */
public sealed interface ParamValue {

  /** The text that enters a trial's identity: the same in every version, locale and JVM. */
  String canonical();

  /** The value as a person writes it in a sweep file; reading it back gives an equal value. */
  String text();

  /** The value of its column: a Long, Double, String or Boolean, or null if it is unset. */
  Object column();

  static ParamValue of(long value) {
    return new Whole(value);
  }

  static ParamValue of(double value) {
    return new Real(value);
  }

  static ParamValue of(String value) {
    return new Text(value);
  }

  static ParamValue of(boolean value) {
    return new Flag(value);
  }

  static ParamValue unset() {
    return Unset.UNSET;
  }

  /** The value that has this {@link #column()}. A whole number may be narrower than a Long. */
  static ParamValue ofColumn(Object column) {
    if (column == null) {
      return unset();
    }
    if (column instanceof Double real) {
      return of(real.doubleValue());
    }
    if (column instanceof Boolean flag) {
      return of(flag.booleanValue());
    }
    return column instanceof Number whole ? of(whole.longValue()) : of(column.toString());
  }

  record Whole(long value) implements ParamValue {
    @Override
    public String canonical() {
      return "i" + value;
    }

    @Override
    public String text() {
      return Long.toString(value);
    }

    @Override
    public Object column() {
      return value;
    }
  }

  /** A finite number; negative zero is stored as zero, so that the two are one trial. */
  record Real(double value) implements ParamValue {
    public Real {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "Cannot use value: %s (must be finite)".formatted(value));
      }
      value += 0.0; // -0.0 + 0.0 is 0.0
    }

    /** Hexadecimal, since the shortest decimal text of a double changed between JDK 18 and 19. */
    @Override
    public String canonical() {
      return HexText.of("r", value);
    }

    @Override
    public String text() {
      double magnitude = Math.abs(value);
      if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e7)) {
        return Double.toString(value).replace("E", "e");
      }
      String plain = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }

    @Override
    public Object column() {
      return value;
    }
  }

  record Text(String value) implements ParamValue {
    public Text {
      requireNonNull(value, "value is null");
    }

    @Override
    public String canonical() {
      return "t" + value;
    }

    @Override
    public String text() {
      return value;
    }

    @Override
    public Object column() {
      return value;
    }
  }

  record Flag(boolean value) implements ParamValue {
    @Override
    public String canonical() {
      return value ? "b1" : "b0";
    }

    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public Object column() {
      return value;
    }
  }

  /** The value of an optional parameter that is switched off. */
  enum Unset implements ParamValue {
    UNSET;

    @Override
    public String canonical() {
      return "u";
    }

    @Override
    public String text() {
      return "null";
    }

    @Override
    public Object column() {
      return null;
    }
  }
}
