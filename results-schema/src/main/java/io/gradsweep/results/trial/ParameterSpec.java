package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The declaration of one input of a simulation. Refinement returns a new declaration:
 *
 * <pre>{@code ParameterSpec.real("step_size", "length of one step").atLeast(0).defaultsTo(0.1)}
 * </pre>
 *
 * @param unit the unit, or "1" for a pure number
 * @param defaultValue the value if a sweep gives none; empty if a sweep must give one
 * @param identityDefault the value that is left out of a trial's identity. A parameter added to a
 *     simulation later declares here the value of every earlier trial, so that those keep their
 *     identity. It never changes once released, even when the default does.
 */
public record ParameterSpec(
    String name,
    ValueType type,
    String about,
    String unit,
    Domain domain,
    Optional<ParamValue> defaultValue,
    Optional<ParamValue> identityDefault) {

  /**
   * The valid values of a parameter.
   *
   * @param range valid numbers; ignored for text and flags
   * @param choices the valid texts; empty if any text or number is valid
   * @param canBeUnset whether {@code null} is a value (a feature that can be switched off)
   */
  public record Domain(Range range, List<String> choices, boolean canBeUnset) {

    public Domain {
      requireNonNull(range, "range is null");
      choices = List.copyOf(choices);
    }

    private Domain within(Range other) {
      return new Domain(other, choices, canBeUnset);
    }

    private Domain orUnset() {
      return new Domain(range, choices, true);
    }
  }

  /** Above this, not every whole number is a double, and a bound would be inexact. */
  private static final double LARGEST_EXACT_WHOLE = 0x1p53;

  public ParameterSpec {
    Names.requireColumn(name);
    requireNonNull(type, "type is null");
    requireNonNull(about, "about is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(domain, "domain is null");
  }

  /** Valid numbers; ignored for text and flags. */
  public Range range() {
    return domain.range();
  }

  /** The valid texts; empty if any text or number is valid. */
  public List<String> choices() {
    return domain.choices();
  }

  /** Whether {@code null} is a value. */
  public boolean canBeUnset() {
    return domain.canBeUnset();
  }

  public static ParameterSpec whole(String name, String about) {
    return plain(name, ValueType.WHOLE, about, List.of());
  }

  public static ParameterSpec real(String name, String about) {
    return plain(name, ValueType.REAL, about, List.of());
  }

  public static ParameterSpec flag(String name, String about) {
    return plain(name, ValueType.FLAG, about, List.of());
  }

  public static ParameterSpec choice(String name, String about, String... choices) {
    return plain(name, ValueType.TEXT, about, List.of(choices));
  }

  public static ParameterSpec text(String name, String about) {
    return plain(name, ValueType.TEXT, about, List.of());
  }

  private static ParameterSpec plain(
      String name, ValueType type, String about, List<String> choices) {
    Domain domain = new Domain(Range.ALL, choices, false);
    return new ParameterSpec(name, type, about, "1", domain, Optional.empty(), Optional.empty());
  }

  public ParameterSpec atLeast(double bound) {
    return within(range().from(bound, true));
  }

  public ParameterSpec above(double bound) {
    return within(range().from(bound, false));
  }

  public ParameterSpec atMost(double bound) {
    return within(range().to(bound, true));
  }

  public ParameterSpec below(double bound) {
    return within(range().to(bound, false));
  }

  private ParameterSpec within(Range range) {
    return new ParameterSpec(
        name, type, about, unit, domain.within(range), defaultValue, identityDefault);
  }

  public ParameterSpec in(String unit) {
    return new ParameterSpec(name, type, about, unit, domain, defaultValue, identityDefault);
  }

  public ParameterSpec defaultsTo(double value) {
    return defaultsTo(type == ValueType.WHOLE ? whole(value) : ParamValue.of(value));
  }

  public ParameterSpec defaultsTo(String value) {
    return defaultsTo(ParamValue.of(value));
  }

  public ParameterSpec defaultsTo(boolean value) {
    return defaultsTo(ParamValue.of(value));
  }

  private ParameterSpec defaultsTo(ParamValue value) {
    return with(Optional.of(read(value)), identityDefault);
  }

  /** Allows null, and makes it the default. */
  public ParameterSpec unsetByDefault() {
    Optional<ParamValue> none = Optional.of(ParamValue.unset());
    return new ParameterSpec(name, type, about, unit, domain.orUnset(), none, identityDefault);
  }

  /** Leaves the present default out of every trial's identity, now and in all later versions. */
  public ParameterSpec addedLater() {
    ParamValue value =
        defaultValue.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot add parameter later: '%s' (must have a default)".formatted(name)));
    return addedLater(value);
  }

  /** Leaves a value out of every trial's identity, now and in all later versions. */
  ParameterSpec addedLater(ParamValue value) {
    return with(defaultValue, Optional.of(read(value)));
  }

  /** Returns this declaration with values that {@link #read} has converted. */
  public ParameterSpec with(
      Optional<ParamValue> defaultValue, Optional<ParamValue> identityDefault) {
    return new ParameterSpec(name, type, about, unit, domain, defaultValue, identityDefault);
  }

  /**
   * Converts a value to this parameter's type: 10 becomes 10.0 for a real number, 1e3 becomes 1000
   * for a whole one.
   *
   * @throws IllegalArgumentException if the value is of another type, outside the range, or not one
   *     of the choices; the message says what would be right
   */
  public ParamValue read(ParamValue raw) {
    if (raw == ParamValue.unset()) {
      if (canBeUnset()) {
        return raw;
      }
      throw wrong(raw, "");
    }
    return switch (type) {
      case WHOLE -> readWhole(raw);
      case REAL -> readReal(raw);
      case TEXT -> readText(raw);
      case FLAG -> {
        if (raw instanceof ParamValue.Flag) {
          yield raw;
        }
        throw wrong(raw, "");
      }
    };
  }

  private ParamValue readWhole(ParamValue raw) {
    if (raw instanceof ParamValue.Whole whole && range().contains(whole.value())) {
      return raw;
    }
    if (raw instanceof ParamValue.Real real
        && real.value() == Math.rint(real.value())
        && Math.abs(real.value()) <= LARGEST_EXACT_WHOLE
        && range().contains(real.value())) {
      return whole(real.value());
    }
    throw wrong(raw, "");
  }

  private ParamValue readReal(ParamValue raw) {
    if (raw instanceof ParamValue.Real real && range().contains(real.value())) {
      return raw;
    }
    if (raw instanceof ParamValue.Whole whole && range().contains(whole.value())) {
      return ParamValue.of((double) whole.value());
    }
    throw wrong(raw, "");
  }

  private ParamValue readText(ParamValue raw) {
    if (raw instanceof ParamValue.Text text) {
      if (choices().isEmpty() || choices().contains(text.value())) {
        return raw;
      }
      throw wrong(raw, Names.didYouMean(text.value(), choices()));
    }
    throw wrong(raw, "");
  }

  /**
   * The value that a column of a row has. In a row from before the parameter was added it is
   * missing, or null among newer rows; the value is then the identity default.
   */
  public ParamValue ofColumn(Object column) {
    ParamValue value = ParamValue.ofColumn(column);
    return value == ParamValue.unset() ? identityDefault.orElse(value) : value;
  }

  private static ParamValue whole(double value) {
    return ParamValue.of((long) value);
  }

  private IllegalArgumentException wrong(ParamValue raw, String guess) {
    return new IllegalArgumentException(
        "Cannot use %s: %s (must be %s)%s"
            .formatted(name, Shown.briefly(raw.text()), words(), guess));
  }

  /** Describes the accepted values, in words that complete "must be …". */
  public String words() {
    String values =
        switch (type) {
          case WHOLE, REAL -> "a " + type.words() + " " + range().words();
          case TEXT -> choices().isEmpty() ? "text" : "one of " + String.join(", ", choices());
          case FLAG -> type.words();
        };
    return canBeUnset() ? values + ", or null" : values;
  }
}
