package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Resolves scalars by the core schema of YAML 1.2: {@code no} is a text and {@code 1e-5} a number.
 * The command line's values are read by the same rules.
 */
final class Scalars {

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSES = Set.of("false", "False", "FALSE");

  /** Most digits of a long in octal, with a sign and some margin. */
  private static final int MOST_DIGITS = 30;

  private Scalars() {}

  static Yaml read(String text, boolean plain, Position position, List<Problem> problems) {
    try {
      return new Yaml.Scalar(text, plain ? plain(text) : text(text), position);
    } catch (ArithmeticException e) {
      problems.add(new Problem(position, e.getMessage()));
      return new Yaml.Wrong(position);
    }
  }

  /** Whether a text without quotes would be read as something other than a text. */
  static boolean looksLikeOther(String text) {
    return NULLS.contains(text)
        || TRUES.contains(text)
        || FALSES.contains(text)
        || WHOLE.matcher(text).matches()
        || OCTAL.matcher(text).matches()
        || HEX.matcher(text).matches()
        || REAL.matcher(text).matches()
        || NOT_FINITE.matcher(text).matches();
  }

  /**
   * @throws ArithmeticException for a number that no parameter can hold
   */
  static ParamValue plain(String text) {
    if (NULLS.contains(text)) {
      return ParamValue.unset();
    }
    if (TRUES.contains(text) || FALSES.contains(text)) {
      return ParamValue.of(TRUES.contains(text));
    }
    if (WHOLE.matcher(text).matches()) {
      return whole(text, text.startsWith("+") ? text.substring(1) : text, 10);
    }
    if (OCTAL.matcher(text).matches()) {
      return whole(text, text.substring(2), 8);
    }
    if (HEX.matcher(text).matches()) {
      return whole(text, text.substring(2), 16);
    }
    if (REAL.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value)) {
        throw new ArithmeticException("%s (must be finite)".formatted(Shown.briefly(text)));
      }
      return ParamValue.of(value);
    }
    if (NOT_FINITE.matcher(text).matches()) {
      throw new ArithmeticException("%s (must be finite)".formatted(text));
    }
    return text(text);
  }

  /** A text as it is; escapes can produce halves of a character, which no column can hold. */
  private static ParamValue text(String text) {
    if (text.codePoints().anyMatch(c -> c <= 0xffff && Character.isSurrogate((char) c))) {
      throw new ArithmeticException(
          "'%s' (must not hold half a character)".formatted(Shown.briefly(text)));
    }
    return ParamValue.of(text);
  }

  private static ParamValue whole(String text, String digits, int radix) {
    // from its length alone: a million digits take seconds to become a number
    String significant = digits.replaceFirst("^(-?)0+(?=.)", "$1");
    try {
      if (significant.length() <= MOST_DIGITS) {
        return ParamValue.of(new BigInteger(significant, radix).longValueExact());
      }
    } catch (ArithmeticException tooLarge) {
      // reported below
    }
    throw new ArithmeticException(
        "%s (must be from -2^63 to 2^63-1)".formatted(Shown.briefly(text)));
  }
}
