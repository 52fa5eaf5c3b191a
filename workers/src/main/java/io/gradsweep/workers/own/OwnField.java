package io.gradsweep.workers.own;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.function.Function;

/** An annotated field of a simulation, under the name of its column. */
record OwnField(Field field) {

  Class<?> type() {
    return field.getType();
  }

  /** {@code stepSize} is the column {@code step_size}. */
  String name() {
    return field.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  VarHandle handle() throws IllegalAccessException {
    return MethodHandles.privateLookupIn(field.getDeclaringClass(), MethodHandles.lookup())
        .unreflectVarHandle(field);
  }

  /** Makes a declaration under this name; the message of an invalid one names the field. */
  <T> T named(Function<String, T> declaration) {
    try {
      return declaration.apply(name());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "field %s: %s".formatted(field.getName(), e.getMessage()), e);
    }
  }

  IllegalArgumentException fault(String rule) {
    return fault(field, rule);
  }

  static IllegalArgumentException fault(Field field, String rule) {
    return new IllegalArgumentException(
        "Cannot declare field %s of type %s (%s)"
            .formatted(field.getName(), field.getType().getSimpleName(), rule));
  }
}
