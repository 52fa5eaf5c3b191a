package io.gradsweep.workers.own;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A field that gets the value of a parameter.
 *
 * @param setter writes a value of the declared type
 */
record ParameterField(ParameterSpec spec, Setter setter) {

  /** Writes a value into the field of an instance. */
  interface Setter {
    void set(OwnSimulation instance, ParamValue value);
  }

  void set(OwnSimulation instance, Params params, int index) {
    setter.set(instance, params.value(index));
  }

  /**
   * Declares a field.
   *
   * @param prototype has the default
   */
  static ParameterField of(OwnField field, Parameter as, OwnSimulation prototype)
      throws IllegalAccessException {
    if (Modifier.isFinal(field.field().getModifiers())) {
      throw field.fault("must not be final: it gets a value in each trial");
    }
    if (isRanged(as) && !isNumber(field.type())) {
      throw field.fault("must be a number if it has a range");
    }
    if (as.choices().length > 0 && field.type() != String.class) {
      throw field.fault("must be a String if it has choices");
    }
    VarHandle handle = field.handle();
    Object initial = handle.get(prototype);
    Setter setter = setter(field, handle);
    ParameterSpec spec =
        field.named(name -> refined(plain(field.type(), name, as), field.type(), as, initial));
    return new ParameterField(spec, setter);
  }

  private static Setter setter(OwnField field, VarHandle handle) {
    Class<?> type = field.type();
    if (type == double.class) {
      return (instance, value) -> handle.set(instance, ((ParamValue.Real) value).value());
    }
    if (type == long.class) {
      return (instance, value) -> handle.set(instance, ((ParamValue.Whole) value).value());
    }
    if (type == int.class) {
      return (instance, value) -> handle.set(instance, (int) ((ParamValue.Whole) value).value());
    }
    if (type == boolean.class) {
      return (instance, value) -> handle.set(instance, ((ParamValue.Flag) value).value());
    }
    if (type == Double.class) {
      return (instance, value) ->
          handle.set(
              instance, value instanceof ParamValue.Real real ? (Double) real.value() : null);
    }
    if (type == Long.class) {
      return (instance, value) ->
          handle.set(
              instance, value instanceof ParamValue.Whole whole ? (Long) whole.value() : null);
    }
    if (type == String.class) {
      return (instance, value) ->
          handle.set(instance, value instanceof ParamValue.Text text ? text.value() : null);
    }
    if (type.isEnum()) {
      Map<String, Object> constants = new HashMap<>();
      for (Object constant : type.getEnumConstants()) {
        constants.put(Choice.word((Enum<?>) constant), constant);
      }
      return (instance, value) ->
          handle.set(instance, constants.get(((ParamValue.Text) value).value()));
    }
    throw field.fault("must be double, int, long, boolean, String or an enum");
  }

  private static ParameterSpec plain(Class<?> type, String name, Parameter as) {
    if (type == double.class || type == Double.class) {
      return ranged(ParameterSpec.real(name, as.about()), as);
    }
    if (type == int.class) {
      return withinInt(ranged(ParameterSpec.whole(name, as.about()), as));
    }
    if (type == long.class || type == Long.class) {
      return ranged(ParameterSpec.whole(name, as.about()), as);
    }
    if (type == String.class) {
      return ParameterSpec.choice(name, as.about(), as.choices()); // none: any text
    }
    return type.isEnum()
        ? ParameterSpec.choice(name, as.about(), words(type))
        : ParameterSpec.flag(name, as.about());
  }

  private static String[] words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Choice.word((Enum<?>) constant))
        .toArray(String[]::new);
  }

  private static boolean isNumber(Class<?> type) {
    return Set.of(double.class, int.class, long.class, Double.class, Long.class).contains(type);
  }

  private static boolean isRanged(Parameter as) {
    return Double.isFinite(as.least())
        || Double.isFinite(as.above())
        || Double.isFinite(as.most())
        || Double.isFinite(as.below());
  }

  /** The narrower of two bounds counts. */
  private static ParameterSpec ranged(ParameterSpec plain, Parameter as) {
    ParameterSpec spec = plain;
    if (Double.isFinite(as.least()) || Double.isFinite(as.above())) {
      spec = as.least() > as.above() ? spec.atLeast(as.least()) : spec.above(as.above());
    }
    if (Double.isFinite(as.most()) || Double.isFinite(as.below())) {
      spec = as.most() < as.below() ? spec.atMost(as.most()) : spec.below(as.below());
    }
    return spec;
  }

  private static ParameterSpec withinInt(ParameterSpec ranged) {
    ParameterSpec spec = ranged;
    if (spec.range().max() > Integer.MAX_VALUE) {
      spec = spec.atMost(Integer.MAX_VALUE);
    }
    return spec.range().min() < Integer.MIN_VALUE ? spec.atLeast(Integer.MIN_VALUE) : spec;
  }

  private static ParameterSpec refined(
      ParameterSpec plain, Class<?> type, Parameter as, Object initial) {
    ParameterSpec spec = plain.in(as.unit());
    if (as.required()) {
      return spec;
    }
    if (initial == null && type.isEnum()) {
      throw new IllegalArgumentException(
          "Cannot use %s: null (must have an initial value, its default)".formatted(spec.name()));
    }
    spec = initial == null ? spec.unsetByDefault() : withDefault(spec, initial);
    return as.addedLater() ? spec.addedLater() : spec;
  }

  private static ParameterSpec withDefault(ParameterSpec spec, Object initial) {
    if (initial instanceof Number number) {
      return spec.defaultsTo(number.doubleValue());
    }
    if (initial instanceof Boolean flag) {
      return spec.defaultsTo(flag);
    }
    return spec.defaultsTo(
        initial instanceof Enum<?> constant ? Choice.word(constant) : (String) initial);
  }
}
