package io.gradsweep.driver.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.Map;

/**
 * The declaration of a simulation as a study keeps it, so that its rows can be read even if the
 * simulation is not available, or has another version by now. Keys are those of SPEC.md.
 */
@JsonInclude(Include.NON_NULL)
public record Declaration(
    String name,
    int version,
    String about,
    String paper,
    List<DeclaredParameter> parameters,
    List<DeclaredMeasurement> measurements,
    List<DeclaredMetric> metrics,
    @JsonUnwrapped CodeVersion codeVersion) {

  /**
   * The code that runs, as far as the simulation's version does not say.
   *
   * @param code hash of a user's code; null for a simulation of gradsweep
   * @param environment versions of what a program runs on, by name; null if it names none
   */
  @JsonInclude(Include.NON_NULL)
  public record CodeVersion(String code, Map<String, String> environment) {}

  /** A scalar that the simulation returns. */
  public record DeclaredMeasurement(String name, String type, String unit, String about) {}

  /**
   * A number that is recorded along a trial.
   *
   * @param fitted true for the error that the rate is fitted to, else null
   */
  @JsonInclude(Include.NON_NULL)
  public record DeclaredMetric(String name, String unit, String about, Boolean fitted) {

    static DeclaredMetric of(MetricSpec metric) {
      return new DeclaredMetric(
          metric.name(), metric.unit(), metric.about(), metric.fitted() ? Boolean.TRUE : null);
    }

    MetricSpec spec() {
      return new MetricSpec(name, unit, about, Boolean.TRUE.equals(fitted));
    }
  }

  /**
   * @param code hash of the code; null for gradsweep's own
   * @param environment versions of what a program runs on; null if none are known
   */
  public static Declaration of(SimulationSpec spec, String code, Map<String, String> environment) {
    return new Declaration(
        spec.name(),
        spec.version(),
        spec.about(),
        spec.paper(),
        spec.parameters().stream().map(DeclaredParameter::of).toList(),
        spec.measurements().stream()
            .map(
                m ->
                    new DeclaredMeasurement(
                        m.name(), DeclaredParameter.word(m.type()), m.unit(), m.about()))
            .toList(),
        spec.metrics().stream().map(DeclaredMetric::of).toList(),
        new CodeVersion(code, environment));
  }

  /**
   * The declaration as the simulation itself would give it.
   *
   * @throws IllegalArgumentException if gradsweep does not write such a one
   */
  public SimulationSpec spec() {
    if (name == null || parameters == null || measurements == null || metrics == null) {
      throw new IllegalArgumentException("Cannot read declaration: a key is missing");
    }
    return new SimulationSpec(
        name,
        version,
        about == null ? "" : about,
        paper == null ? "" : paper,
        parameters.stream().map(DeclaredParameter::spec).toList(),
        measurements.stream()
            .map(
                m ->
                    new MeasurementSpec(
                        m.name(), DeclaredParameter.type(m.type()), m.unit(), m.about()))
            .toList(),
        metrics.stream().map(DeclaredMetric::spec).toList());
  }

  /** Whether it reads back as a declaration. */
  boolean isWhole() {
    try {
      spec();
      return true;
    } catch (IllegalArgumentException | NullPointerException e) {
      return false;
    }
  }
}
