package io.gradsweep.workers.contract;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters to try a simulation with: its defaults, each choice and each flag by itself, and then
 * numbers between a hundredth and a hundred times the default, inside the range.
 */
final class ParameterSets {

  private static final long SEED = 18;
  private static final double SPREAD = 100;
  private static final int TRIES = 50;

  private final SimulationSpec spec;
  private final Map<String, ParamValue> defaults = new HashMap<>();
  private final RandomStream random = Streams.ofSweep(SEED, "try");

  ParameterSets(SimulationSpec spec) {
    this.spec = spec;
    for (ParameterSpec parameter : spec.parameters()) {
      defaults.put(parameter.name(), parameter.defaultValue().orElseGet(() -> likely(parameter)));
    }
  }

  /** The defaults; a parameter that has none gets a plain value. */
  Map<String, ParamValue> defaults() {
    return Map.copyOf(defaults);
  }

  List<Map<String, ParamValue>> first(int count) {
    List<Map<String, ParamValue>> sets = new ArrayList<>(List.of(defaults()));
    for (ParameterSpec parameter : spec.parameters()) {
      for (ParamValue value : closed(parameter)) {
        if (!value.equals(defaults.get(parameter.name()))) {
          Map<String, ParamValue> changed = new HashMap<>(defaults);
          changed.put(parameter.name(), value);
          sets.add(changed);
        }
      }
    }
    while (sets.size() < count) {
      sets.add(drawn());
    }
    return sets.subList(0, count);
  }

  /** The values of a parameter that has few; empty for numbers and free text. */
  private static List<ParamValue> closed(ParameterSpec parameter) {
    List<ParamValue> values = new ArrayList<>();
    if (parameter.type() == ValueType.FLAG) {
      values.addAll(List.of(ParamValue.of(false), ParamValue.of(true)));
    }
    parameter.choices().forEach(choice -> values.add(ParamValue.of(choice)));
    if (parameter.canBeUnset()) {
      values.add(ParamValue.unset());
    }
    return values;
  }

  private Map<String, ParamValue> drawn() {
    Map<String, ParamValue> set = new HashMap<>();
    for (ParameterSpec parameter : spec.parameters()) {
      set.put(parameter.name(), drawn(parameter));
    }
    return set;
  }

  private ParamValue drawn(ParameterSpec parameter) {
    List<ParamValue> closed = closed(parameter);
    ParamValue usual = defaults.get(parameter.name());
    return switch (parameter.type()) {
      case FLAG -> closed.get(random.nextInt(closed.size()));
      case TEXT -> closed.isEmpty() ? usual : closed.get(random.nextInt(closed.size()));
      case WHOLE, REAL -> {
        for (int i = 0; i < TRIES; i++) {
          Optional<ParamValue> value = read(parameter, centre(usual) * factor());
          if (value.isPresent()) {
            yield value.get();
          }
        }
        yield usual;
      }
    };
  }

  private double factor() {
    return StrictMath.pow(SPREAD, 2 * random.nextDouble() - 1);
  }

  /** The number whose multiples are tried; zero and unset values have none. */
  private static double centre(ParamValue usual) {
    double centre = usual.column() instanceof Number number ? number.doubleValue() : 1;
    return centre == 0 ? 1 : centre;
  }

  private static Optional<ParamValue> read(ParameterSpec parameter, double number) {
    double value = parameter.type() == ValueType.WHOLE ? Math.rint(number) : number;
    try {
      return Optional.of(parameter.read(ParamValue.of(value)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // outside the range
    }
  }

  /** A value for a parameter without a default: one, or the nearest number in the range. */
  private static ParamValue likely(ParameterSpec parameter) {
    return switch (parameter.type()) {
      case FLAG -> ParamValue.of(false);
      case TEXT -> ParamValue.of(parameter.choices().isEmpty() ? "a" : parameter.choices().get(0));
      case WHOLE, REAL -> {
        double low = Math.max(parameter.range().min(), -Double.MAX_VALUE);
        double high = Math.min(parameter.range().max(), Double.MAX_VALUE);
        double[] candidates = {1, low, high, low + 1, high - 1, low / 2 + high / 2};
        for (double candidate : candidates) {
          Optional<ParamValue> value = read(parameter, candidate);
          if (value.isPresent()) {
            yield value.get();
          }
        }
        yield ParamValue.of(low);
      }
    };
  }
}
