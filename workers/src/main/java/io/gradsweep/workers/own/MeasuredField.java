package io.gradsweep.workers.own;

import io.gradsweep.results.trial.Input.Choice;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ValueType;
import java.lang.invoke.VarHandle;

/** A field that a trial leaves a measurement in. */
interface MeasuredField {

  /**
   * The value of a double that was never assigned. It is a signalling NaN: any arithmetic turns it
   * into another NaN, so that a result computed from it does not count as unassigned.
   */
  long UNASSIGNED = 0x7ff0_0000_dead_beefL;

  /** Makes an instance ready for its trial. */
  default void begin(OwnSimulation instance) {}

  /** The value that the trial has left; null if none. */
  Object value(OwnSimulation instance);

  static MeasuredField of(OwnField field) throws IllegalAccessException {
    VarHandle handle = field.handle();
    Class<?> type = field.type();
    if (type == double.class) {
      return new RealField(handle);
    }
    if (type == int.class) {
      return instance -> (long) (int) handle.get(instance);
    }
    if (type.isEnum()) {
      return instance -> {
        Enum<?> constant = (Enum<?>) handle.get(instance);
        return constant == null ? null : Choice.word(constant);
      };
    }
    return instance -> (Object) handle.get(instance);
  }

  /** A real number. */
  record RealField(VarHandle handle) implements MeasuredField {

    @Override
    public void begin(OwnSimulation instance) {
      if ((double) handle.get(instance) == 0) {
        handle.set(instance, Double.longBitsToDouble(UNASSIGNED));
      }
    }

    @Override
    public Object value(OwnSimulation instance) {
      double value = (double) handle.get(instance);
      return Double.doubleToRawLongBits(value) == UNASSIGNED ? null : (Object) value;
    }
  }

  /** The declaration of a field. */
  static MeasurementSpec spec(OwnField field, Measured as) {
    ValueType type = valueType(field);
    return field.named(name -> new MeasurementSpec(name, type, as.unit(), as.about()));
  }

  private static ValueType valueType(OwnField field) {
    Class<?> type = field.type();
    if (type == double.class || type == Double.class) {
      return ValueType.REAL;
    }
    if (type == long.class || type == int.class || type == Long.class) {
      return ValueType.WHOLE;
    }
    if (type == boolean.class || type == Boolean.class) {
      return ValueType.FLAG;
    }
    if (type == String.class || type.isEnum()) {
      return ValueType.TEXT;
    }
    throw field.fault("must be double, long, int, boolean, String or an enum");
  }
}
