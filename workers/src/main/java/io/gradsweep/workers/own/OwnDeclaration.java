package io.gradsweep.workers.own;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The declaration by a class's annotations, with a handle of every field: a trial neither looks up
 * a name nor makes one.
 */
final class OwnDeclaration {

  /**
   * Recording of the curve for the rate, so that it is a function of the trial, whatever a sweep
   * records.
   */
  private static final Recording CURVE = new Recording(64, Recording.Spacing.LOG);

  private static final MetricSpec ERROR =
      MetricSpec.of("error", "as the simulation reports it, step by step").asFitted();

  private final MethodHandle constructor;
  private final ParameterField[] parameters;
  private final MeasuredField[] measured;
  private final VarHandle[] metrics;
  private final SimulationSpec spec;
  private volatile CurveSteps curve = new CurveSteps(-1, new long[0]);

  /** Steps of the curve for one budget: trials of a sweep mostly have the same. */
  private record CurveSteps(long budget, long[] steps) {}

  private OwnDeclaration(OwnSimulation prototype) throws IllegalAccessException {
    Class<?> type = prototype.getClass();
    Declared declared = type.getAnnotation(Declared.class);
    if (declared == null) {
      throw new IllegalArgumentException(
          "Cannot declare it: no annotation (must have @Declared(name = \"…\"))");
    }
    constructor = constructor(type);
    List<ParameterField> parameterFields = new ArrayList<>();
    List<MeasuredField> measuredFields = new ArrayList<>();
    List<MeasurementSpec> measurements = new ArrayList<>();
    List<VarHandle> metricFields = new ArrayList<>();
    List<MetricSpec> metricSpecs = new ArrayList<>(List.of(ERROR));
    for (Field field : annotated(type)) {
      OwnField own = new OwnField(field);
      if (field.isAnnotationPresent(Parameter.class)) {
        Parameter as = field.getAnnotation(Parameter.class);
        parameterFields.add(ParameterField.of(own, as, prototype));
      } else if (field.isAnnotationPresent(Measured.class)) {
        measurements.add(MeasuredField.spec(own, field.getAnnotation(Measured.class)));
        measuredFields.add(MeasuredField.of(own));
      } else {
        metricSpecs.add(metric(own, field.getAnnotation(Metric.class)));
        metricFields.add(own.handle());
      }
    }
    parameters = parameterFields.toArray(ParameterField[]::new);
    measured = measuredFields.toArray(MeasuredField[]::new);
    metrics = metricFields.toArray(VarHandle[]::new);
    spec =
        new SimulationSpec(
            declared.name(),
            declared.version(),
            declared.about().isBlank() ? type.getSimpleName() : declared.about(),
            declared.paper(),
            parameterFields.stream().map(ParameterField::spec).toList(),
            measurements,
            metricSpecs);
  }

  /**
   * @throws IllegalArgumentException if the annotations do not fit; the message names the field
   */
  static OwnDeclaration of(OwnSimulation prototype) {
    try {
      return new OwnDeclaration(prototype);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "Cannot declare it: %s (must be public, with a public constructor without arguments)"
              .formatted(prototype.getClass().getName()),
          e);
    }
  }

  private static MethodHandle constructor(Class<?> type) throws IllegalAccessException {
    try {
      return MethodHandles.publicLookup()
          .findConstructor(type, MethodType.methodType(void.class))
          .asType(MethodType.methodType(OwnSimulation.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "Cannot declare it: no public constructor without arguments", e);
    }
  }

  /** The annotated fields, those of a superclass first. */
  private static List<Field> annotated(Class<?> type) {
    Deque<Class<?>> classes = new ArrayDeque<>();
    for (Class<?> each = type; each != OwnSimulation.class; each = each.getSuperclass()) {
      classes.push(each);
    }
    List<Field> annotated = new ArrayList<>();
    for (Class<?> each : classes) {
      for (Field field : each.getDeclaredFields()) {
        if (isDeclared(field)) {
          annotated.add(field);
        }
      }
    }
    return annotated;
  }

  private static boolean isDeclared(Field field) {
    int count = 0;
    for (Class<? extends Annotation> kind :
        List.of(Parameter.class, Measured.class, Metric.class)) {
      count += field.isAnnotationPresent(kind) ? 1 : 0;
    }
    if (count > 0 && Modifier.isStatic(field.getModifiers())) {
      throw OwnField.fault(field, "must not be static: each trial has its own");
    }
    if (count > 1) {
      throw OwnField.fault(field, "must be one of @Parameter, @Measured and @Metric");
    }
    return count == 1;
  }

  private static MetricSpec metric(OwnField field, Metric as) {
    if (field.type() != double.class) {
      throw field.fault("must be a double, as every @Metric");
    }
    return field.named(name -> new MetricSpec(name, as.unit(), as.about()));
  }

  SimulationSpec spec() {
    return spec;
  }

  /** An instance for one trial, or for its cost. */
  OwnSimulation instance(Params params) {
    OwnSimulation instance = made();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i].set(instance, params, i);
    }
    for (MeasuredField each : measured) {
      each.begin(instance);
    }
    return instance;
  }

  private OwnSimulation made() {
    try {
      return (OwnSimulation) constructor.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot make an instance of " + spec.name(), e);
    }
  }

  int metrics() {
    return metrics.length;
  }

  /** Writes the metrics of a trial behind its error. */
  void write(OwnSimulation instance, double[] row) {
    for (int i = 0; i < metrics.length; i++) {
      row[1 + i] = (double) metrics[i].get(instance);
    }
  }

  Object[] measurements(OwnSimulation instance) {
    Object[] values = new Object[measured.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = measured[i].value(instance);
    }
    return values;
  }

  /** The steps of the curve to which the rate is fitted, ascending. */
  long[] curve(long budget) {
    CurveSteps known = curve;
    if (known.budget() != budget) {
      long[] steps = new long[CURVE.points()];
      for (int i = 0; i < steps.length; i++) {
        steps[i] = CURVE.step(i, budget);
      }
      known = new CurveSteps(budget, steps);
      curve = known;
    }
    return known.steps();
  }
}
