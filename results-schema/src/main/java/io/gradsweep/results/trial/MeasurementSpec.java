package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

/**
 * The declaration of one scalar that a simulation returns: a column of the trials table.
 *
 * @param unit the unit, or "1" for a pure number
 */
public record MeasurementSpec(String name, ValueType type, String unit, String about) {

  public MeasurementSpec {
    Names.requireColumn(name);
    requireNonNull(type, "type is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(about, "about is null");
  }

  public static MeasurementSpec real(String name, String about) {
    return new MeasurementSpec(name, ValueType.REAL, "1", about);
  }

  public static MeasurementSpec whole(String name, String about) {
    return new MeasurementSpec(name, ValueType.WHOLE, "1", about);
  }

  public static MeasurementSpec flag(String name, String about) {
    return new MeasurementSpec(name, ValueType.FLAG, "1", about);
  }

  public static MeasurementSpec text(String name, String about) {
    return new MeasurementSpec(name, ValueType.TEXT, "1", about);
  }

  public MeasurementSpec in(String unit) {
    return new MeasurementSpec(name, type, unit, about);
  }
}
