package io.gradsweep.results.trial;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resolved values of all parameters of one simulation: none missing, each checked. */
public final class Params {

  private final SimulationSpec spec;
  private final ParamValue[] values;

  Params(SimulationSpec spec, ParamValue[] values) {
    this.spec = spec;
    this.values = values;
  }

  public SimulationSpec spec() {
    return spec;
  }

  /**
   * Returns these parameters with other values at some indices of the declaration. The values must
   * have passed {@link ParameterSpec#read}: a plan checks each value once, not once per trial.
   */
  public Params with(int[] indices, ParamValue[] replacements) {
    ParamValue[] copy = values.clone();
    for (int i = 0; i < indices.length; i++) {
      copy[indices[i]] = replacements[i];
    }
    return new Params(spec, copy);
  }

  /** The value of the parameter at an index of the declaration. */
  public ParamValue value(int index) {
    return values[index];
  }

  public ParamValue value(String name) {
    return values[spec.parameterIndex(name)];
  }

  public double real(String name) {
    if (value(name) instanceof ParamValue.Real real) {
      return real.value();
    }
    throw notOf(name, ValueType.REAL);
  }

  public long whole(String name) {
    if (value(name) instanceof ParamValue.Whole whole) {
      return whole.value();
    }
    throw notOf(name, ValueType.WHOLE);
  }

  /** A whole number whose declared range fits an int. */
  public int size(String name) {
    return Math.toIntExact(whole(name));
  }

  public String text(String name) {
    if (value(name) instanceof ParamValue.Text text) {
      return text.value();
    }
    throw notOf(name, ValueType.TEXT);
  }

  public boolean flag(String name) {
    if (value(name) instanceof ParamValue.Flag flag) {
      return flag.value();
    }
    throw notOf(name, ValueType.FLAG);
  }

  public boolean isSet(String name) {
    return value(name) != ParamValue.unset();
  }

  public double get(Input.RealInput parameter) {
    if (value(parameter) instanceof ParamValue.Real real) {
      return real.value();
    }
    throw unset(parameter);
  }

  public long get(Input.WholeInput parameter) {
    if (value(parameter) instanceof ParamValue.Whole whole) {
      return whole.value();
    }
    throw unset(parameter);
  }

  /** A whole number whose declared range fits an int. */
  public int size(Input.WholeInput parameter) {
    return Math.toIntExact(get(parameter));
  }

  public boolean get(Input.FlagInput parameter) {
    if (value(parameter) instanceof ParamValue.Flag flag) {
      return flag.value();
    }
    throw unset(parameter);
  }

  public String get(Input.TextInput parameter) {
    if (value(parameter) instanceof ParamValue.Text text) {
      return text.value();
    }
    throw unset(parameter);
  }

  public <E extends Enum<E>> E get(Input.Choice<E> parameter) {
    if (value(parameter) instanceof ParamValue.Text text) {
      return parameter.constant(text.value(), spec.parameters().get(parameter.index()).choices());
    }
    throw unset(parameter);
  }

  /** The number, or another one if it is not set. */
  public double getOr(Input.RealInput parameter, double otherwise) {
    return isSet(parameter) ? get(parameter) : otherwise;
  }

  /** The number, or another one if it is not set. */
  public long getOr(Input.WholeInput parameter, long otherwise) {
    return isSet(parameter) ? get(parameter) : otherwise;
  }

  public boolean isSet(Input<?> parameter) {
    return value(parameter) != ParamValue.unset();
  }

  /**
   * The value of a declared parameter.
   *
   * @throws IllegalArgumentException if these are the parameters of another declaration
   */
  public ParamValue value(Input<?> parameter) {
    int index = parameter.index();
    ParameterSpec declared = parameter.spec();
    ParameterSpec own = index < values.length ? spec.parameters().get(index) : null;
    if (own != declared && !declared.equals(own)) {
      throw new IllegalArgumentException(
          "Cannot find parameter of %s: '%s' (not declared by its handle)"
              .formatted(spec.name(), declared.name()));
    }
    return values[index];
  }

  private static IllegalArgumentException unset(Input<?> parameter) {
    return new IllegalArgumentException(
        "Cannot read %s: null (ask isSet first)".formatted(parameter.name()));
  }

  private IllegalArgumentException notOf(String name, ValueType type) {
    return new IllegalArgumentException(
        "Cannot read %s as %s: %s".formatted(name, type.words(), value(name).text()));
  }

  /** All values by name, in the order of the declaration. */
  public Map<String, ParamValue> asMap() {
    Map<String, ParamValue> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(spec.parameters().get(i).name(), values[i]);
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Params that
        && spec.name().equals(that.spec.name())
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    asMap()
        .forEach((name, value) -> text.append(name).append('=').append(value.text()).append(' '));
    return text.toString().strip();
  }
}
