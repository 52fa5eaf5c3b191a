package io.gradsweep.sweeps.read;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small language of an axis' values: {@code linspace}, {@code geomspace} and {@code logspace}
 * with NumPy's meanings, {@code range}, and {@code uniform} and {@code log_uniform}, drawn from the
 * base seed. Powers and logarithms are StrictMath's: an axis has the same values on every JVM.
 */
final class ValueExpression {

  static final int MOST_VALUES = 1_000_000;

  private static final List<String> FUNCTIONS =
      List.of("linspace", "geomspace", "logspace", "range", "uniform", "log_uniform");
  private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z_]+)\\s*\\(([^()]*)\\)\\s*");

  private final String function;
  private final double from;
  private final double to;
  private final double third;
  private final boolean whole;

  private ValueExpression(String function, double[] arguments, boolean whole) {
    this.function = function;
    from = arguments[0];
    to = arguments[1];
    third = arguments[2];
    this.whole = whole;
  }

  /** Whether a text has the form of a call, known function or not. */
  static boolean hasForm(String text) {
    return CALL.matcher(text).matches();
  }

  /**
   * @throws IllegalArgumentException if the function or an argument is wrong; the message says how
   */
  static ValueExpression parse(String text) {
    Matcher call = CALL.matcher(text);
    if (!call.matches()) {
      throw new IllegalArgumentException(Shown.briefly(text) + " (must be a call)");
    }
    String function = call.group(1);
    if (!FUNCTIONS.contains(function)) {
      throw new IllegalArgumentException(
          "unknown function '%s' (must be one of %s)%s"
              .formatted(
                  Shown.briefly(function),
                  String.join(", ", FUNCTIONS),
                  Names.didYouMean(function, FUNCTIONS)));
    }
    String[] texts = call.group(2).split(",", -1);
    if (texts.length != 3) {
      throw new IllegalArgumentException(
          "%s has %d arguments (must be 3: %s)".formatted(function, texts.length, form(function)));
    }
    ParamValue[] values = new ParamValue[3];
    double[] arguments = new double[3];
    for (int i = 0; i < 3; i++) {
      values[i] = number(function, texts[i].strip());
      arguments[i] = real(values[i]);
    }
    boolean whole = Arrays.stream(values).allMatch(ParamValue.Whole.class::isInstance);
    ValueExpression expression = new ValueExpression(function, arguments, whole);
    expression
        .fault()
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException("%s: %s".formatted(Shown.briefly(text), fault));
            });
    return expression;
  }

  private static String form(String function) {
    return switch (function) {
      case "logspace" -> "exp_from, exp_to, n";
      case "range" -> "from, to, step";
      case "uniform", "log_uniform" -> "from, to, draws";
      default -> "from, to, n";
    };
  }

  private static ParamValue number(String function, String text) {
    ParamValue value;
    try {
      value = Scalars.plain(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (value instanceof ParamValue.Whole || value instanceof ParamValue.Real) {
      return value;
    }
    throw new IllegalArgumentException(
        "argument '%s' of %s (must be a number)".formatted(Shown.briefly(text), function));
  }

  private static double real(ParamValue value) {
    return value instanceof ParamValue.Whole w ? w.value() : ((ParamValue.Real) value).value();
  }

  /** How many values there will be. */
  int size() {
    return (int) (function.equals("range") ? Math.ceil((to - from) / third) : third);
  }

  private Optional<String> fault() {
    if (!(Math.abs(to - from) <= Double.MAX_VALUE)) {
      return Optional.of("from and to are too far apart");
    }
    if (function.equals("range")) {
      return rangeFault();
    }
    if (!(third >= 1 && third <= MOST_VALUES && third == Math.rint(third))) {
      return Optional.of(
          "%s values (must be a whole number from 1 to %d)"
              .formatted(ParamValue.of(third).text(), MOST_VALUES));
    }
    boolean logarithmic = function.equals("geomspace") || function.equals("log_uniform");
    if (logarithmic && !(from > 0 && to > 0)) {
      return Optional.of("from and to must be above 0");
    }
    if (function.endsWith("uniform") && !(from < to)) {
      return Optional.of("from must be below to");
    }
    if (function.equals("logspace") && !(Math.abs(from) <= 300 && Math.abs(to) <= 300)) {
      return Optional.of("exponents must be from -300 to 300");
    }
    return Optional.empty();
  }

  private Optional<String> rangeFault() {
    if (third == 0) {
      return Optional.of("step 0 (must not be 0)");
    }
    double count = Math.ceil((to - from) / third);
    if (!(count >= 1)) {
      return Optional.of("no values (from must come before to, in the direction of step)");
    }
    return count > MOST_VALUES
        ? Optional.of("more than %d values".formatted(MOST_VALUES))
        : Optional.empty();
  }

  /**
   * The values, in order.
   *
   * @param seed base seed of the sweep, for values that are drawn
   * @param axis name of the parameter, which names the stream of the draws
   */
  List<ParamValue> values(long seed, String axis) {
    return switch (function) {
      case "linspace" -> spaced(i -> from + i * ((to - from) / (third - 1)), from, to);
      case "geomspace" -> geometric();
      case "logspace" ->
          spaced(i -> power(from + i * ((to - from) / (third - 1))), power(from), power(to));
      case "range" -> range();
      case "uniform" -> drawn(seed, axis, false);
      default -> drawn(seed, axis, true);
    };
  }

  private interface At {
    double value(int i);
  }

  private List<ParamValue> spaced(At at, double first, double last) {
    int n = (int) third;
    List<ParamValue> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double value = i == 0 ? first : i == n - 1 ? last : at.value(i);
      values.add(ParamValue.of(value));
    }
    return values;
  }

  private List<ParamValue> geometric() {
    double logFrom = StrictMath.log10(from);
    double logTo = StrictMath.log10(to);
    return spaced(i -> power(logFrom + i * ((logTo - logFrom) / (third - 1))), from, to);
  }

  private static double power(double exponent) {
    return StrictMath.pow(10, exponent);
  }

  /** As NumPy's arange: the end is left out; whole arguments give whole values. */
  private List<ParamValue> range() {
    int n = size();
    List<ParamValue> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double value = from + i * third;
      values.add(whole ? ParamValue.of((long) value) : ParamValue.of(value));
    }
    return values;
  }

  private List<ParamValue> drawn(long seed, String axis, boolean logarithmic) {
    RandomStream stream = Streams.ofSweep(seed, "axis:" + axis);
    double low = logarithmic ? StrictMath.log(from) : from;
    double high = logarithmic ? StrictMath.log(to) : to;
    DoubleSupplier next = () -> low + (high - low) * stream.nextDouble();
    List<ParamValue> values = new ArrayList<>();
    for (int i = 0; i < (int) third; i++) {
      double x = next.getAsDouble();
      values.add(ParamValue.of(logarithmic ? Math.min(to, Math.max(from, StrictMath.exp(x))) : x));
    }
    return values;
  }
}
