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
   * These parameters with other values at some indices of the declaration. The values must have
   * passed {@link ParameterSpec#read}: a plan checks each once, not once a trial.
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
