package io.gradsweep.sweeps.read;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.ValueRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression for an axis' values: {@code linspace}, {@code geomspace} and {@code logspace} with
 * NumPy's meanings, {@code range}, and {@code uniform} and {@code log_uniform}, drawn from a
 * stream. Powers and logarithms are StrictMath's: an axis has the same values on every JVM.
 */
final class ValueExpression {

  static final int MOST_VALUES = 1_000_000;

  private static final List<String> FUNCTIONS =
      List.of("linspace", "geomspace", "logspace", "range", "uniform", "log_uniform");
  private static final List<String> LOGARITHMIC = List.of("geomspace", "logspace", "log_uniform");
  private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z_]+)\\s*\\(([^()]*)\\)\\s*");

  private final String function;
  private final double from;
  private final double to;
  private final double third;
  private final List<BigDecimal> decimals;
  private final boolean whole;
  private final ValueRule rule;

  private ValueExpression(
      String function,
      double[] arguments,
      List<BigDecimal> decimals,
      boolean whole,
      ValueRule rule) {
    this.function = function;
    from = arguments[0];
    to = arguments[1];
    third = arguments[2];
    this.decimals = decimals;
    this.whole = whole;
    this.rule = rule;
  }

  /** Whether a text has the form of a call, known function or not. */
  static boolean hasForm(String text) {
    return CALL.matcher(text).matches();
  }

  /** Whether a text calls a function whose values are evenly spread on a logarithmic scale. */
  static boolean isLogarithmic(String text) {
    Matcher call = CALL.matcher(text);
    return call.matches() && LOGARITHMIC.contains(call.group(1));
  }

  /**
   * @throws IllegalArgumentException if the function or an argument is wrong; the message says how
   */
  static ValueExpression parse(String text, ValueRule rule) {
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
    List<BigDecimal> decimals = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String argument = texts[i].strip();
      values[i] = number(function, argument);
      arguments[i] = real(values[i]);
      decimals.add(Decimals.of(argument, values[i]));
    }
    boolean whole = Arrays.stream(values).allMatch(ParamValue.Whole.class::isInstance);
    ValueExpression expression = new ValueExpression(function, arguments, decimals, whole, rule);
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

  /** The number of values. */
  int size() {
    return (int) (function.equals("range") ? rangeSize() : third);
  }

  /** Whether the values come from a stream. */
  boolean isDrawn() {
    return function.endsWith("uniform");
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
    if (isDrawn() && !(from < to)) {
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
    double count = rangeSize();
    if (!(count >= 1)) {
      return Optional.of("no values (from must come before to, in the direction of step)");
    }
    return count > MOST_VALUES
        ? Optional.of("more than %d values".formatted(MOST_VALUES))
        : Optional.empty();
  }

  /** Number of steps from {@code from} that stay before {@code to}; below 1 if there are none. */
  private double rangeSize() {
    return switch (rule) {
      case DOUBLES -> Math.ceil((to - from) / third);
      case DECIMALS ->
          decimals
              .get(1)
              .subtract(decimals.get(0))
              .divide(decimals.get(2), 0, RoundingMode.CEILING)
              .doubleValue();
    };
  }

  /** The values, in order, of an expression that is not drawn. */
  List<ParamValue> values() {
    return switch (function) {
      case "linspace" -> spaced(i -> from + i * ((to - from) / (third - 1)), from, to);
      case "geomspace" -> geometric();
      case "logspace" ->
          spaced(
              i -> power(from + i * ((to - from) / (third - 1))),
              meant(power(from)),
              meant(power(to)));
      case "range" -> range();
      default -> throw new IllegalStateException("Cannot list values: " + function + " is drawn");
    };
  }

  /**
   * @param first the first value, as it is
   * @param last as well
   */
  private List<ParamValue> spaced(IntToDoubleFunction at, double first, double last) {
    int n = (int) third;
    List<ParamValue> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double value = i == 0 ? first : i == n - 1 ? last : meant(at.applyAsDouble(i));
      values.add(ParamValue.of(value));
    }
    return values;
  }

  private double meant(double value) {
    return switch (rule) {
      case DOUBLES -> value;
      case DECIMALS -> Decimals.meant(value);
    };
  }

  private List<ParamValue> geometric() {
    double logFrom = StrictMath.log10(from);
    double logTo = StrictMath.log10(to);
    return spaced(i -> power(logFrom + i * ((logTo - logFrom) / (third - 1))), from, to);
  }

  private static double power(double exponent) {
    return StrictMath.pow(10, exponent);
  }

  /** Values as of NumPy's arange: the end is left out; whole arguments give whole values. */
  private List<ParamValue> range() {
    int n = size();
    List<ParamValue> values = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      values.add(
          switch (rule) {
            case DOUBLES -> rangeValue(from + i * third);
            case DECIMALS -> rangeValue(i);
          });
    }
    return values;
  }

  private ParamValue rangeValue(double value) {
    return whole ? ParamValue.of((long) value) : ParamValue.of(value);
  }

  private ParamValue rangeValue(int i) {
    BigDecimal value = decimals.get(0).add(decimals.get(2).multiply(BigDecimal.valueOf(i)));
    return whole ? ParamValue.of(value.longValueExact()) : ParamValue.of(value.doubleValue());
  }

  /** The values of a drawn expression; a larger number of values begins with the same ones. */
  List<ParamValue> values(RandomStream stream) {
    boolean logarithmic = function.equals("log_uniform");
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
