package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Declaration of a simulation. A sweep is checked against it before anything runs.
 *
 * <p>The version belongs to the simulation. It is raised if the same parameters and seed give other
 * numbers, and only then, because it is part of every trial's identity.
 */
public final class SimulationSpec {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String name;
  private final int version;
  private final String about;
  private final String paper;
  private final List<ParameterSpec> parameters;
  private final List<MeasurementSpec> measurements;
  private final List<MetricSpec> metrics;
  private final Map<String, Integer> indexOfParameter = new HashMap<>();
  private final Map<String, Integer> indexOfMeasurement = new HashMap<>();
  private final int[] parametersByName;

  public SimulationSpec(
      String name,
      int version,
      String about,
      String paper,
      List<ParameterSpec> parameters,
      List<MeasurementSpec> measurements,
      List<MetricSpec> metrics) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot name simulation: '%s' (must be kebab-case)".formatted(name));
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "Cannot version simulation '%s': %d (must be at least 1)".formatted(name, version));
    }
    this.name = name;
    this.version = version;
    this.about = requireNonNull(about, "about is null");
    this.paper = requireNonNull(paper, "paper is null");
    this.parameters = List.copyOf(parameters);
    this.measurements = List.copyOf(measurements);
    this.metrics = List.copyOf(metrics);
    for (ParameterSpec parameter : parameters) {
      indexOfParameter.put(parameter.name(), indexOfParameter.size());
    }
    for (MeasurementSpec measurement : measurements) {
      indexOfMeasurement.put(measurement.name(), indexOfMeasurement.size());
    }
    requireDistinctColumns();
    parametersByName =
        IntStream.range(0, parameters.size())
            .boxed()
            .sorted(Comparator.comparing(i -> parameters.get(i).name()))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Parameters and measurements are columns of one table; metrics are columns of another. */
  private void requireDistinctColumns() {
    List<String> trialColumns = new ArrayList<>();
    parameters.forEach(p -> trialColumns.add(p.name()));
    measurements.forEach(m -> trialColumns.add(m.name()));
    requireDistinct(trialColumns);
    requireDistinct(metrics.stream().map(MetricSpec::name).toList());
  }

  private void requireDistinct(List<String> columns) {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new IllegalArgumentException(
            "Cannot declare simulation '%s': '%s' (declared twice)".formatted(name, column));
      }
    }
  }

  /** Returns the same declaration with another version, of an earlier or a later release. */
  public SimulationSpec withVersion(int other) {
    return new SimulationSpec(name, other, about, paper, parameters, measurements, metrics);
  }

  public String name() {
    return name;
  }

  public int version() {
    return version;
  }

  /** One line: the question that the simulation answers. */
  public String about() {
    return about;
  }

  public String paper() {
    return paper;
  }

  public List<ParameterSpec> parameters() {
    return parameters;
  }

  public List<MeasurementSpec> measurements() {
    return measurements;
  }

  public List<MetricSpec> metrics() {
    return metrics;
  }

  public Optional<ParameterSpec> parameter(String parameterName) {
    return Optional.ofNullable(indexOfParameter.get(parameterName)).map(parameters::get);
  }

  public Set<String> parameterNames() {
    return Set.copyOf(indexOfParameter.keySet());
  }

  public OptionalInt measurementIndex(String measurementName) {
    Integer index = indexOfMeasurement.get(measurementName);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** The place of a parameter in the declaration. */
  public int parameterIndex(String parameterName) {
    Integer index = indexOfParameter.get(parameterName);
    if (index == null) {
      throw new IllegalArgumentException(
          "Cannot find parameter of %s: '%s' (not declared)".formatted(name, parameterName));
    }
    return index;
  }

  /** Indices of the parameters in the alphabetical order of their names: the canonical order. */
  int[] parametersByName() {
    return parametersByName;
  }

  /**
   * Completes given values with the defaults.
   *
   * @throws IllegalArgumentException if a name is not declared, a value is wrong, or a parameter
   *     without a default has no value
   */
  public Params resolve(Map<String, ParamValue> given) {
    ParamValue[] values = new ParamValue[parameters.size()];
    given.forEach(
        (key, value) -> {
          int index = parameterIndex(key);
          values[index] = parameters.get(index).read(value);
        });
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        ParameterSpec parameter = parameters.get(i);
        values[i] =
            parameter
                .defaultValue()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "Cannot run %s without %s (must be %s)"
                                .formatted(name, parameter.name(), parameter.words())));
      }
    }
    return new Params(this, values);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
