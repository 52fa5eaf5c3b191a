package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.ConditionOperand.Type;
import io.gradsweep.sweeps.refine.BoundaryState;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a condition may use.
 *
 * @param thing such as {@code parameter}
 * @param owner the simulation whose names they are, for messages
 */
record ConditionNames(String thing, String owner, Map<String, NamedValue> names) {

  private static final List<String> STATES =
      Arrays.stream(BoundaryState.values()).map(BoundaryState::word).toList();

  /**
   * One name.
   *
   * @param index of its value, as a condition is given the values
   * @param canBeNull whether it may have no value
   * @param choices the texts that it can be; empty if it can be any
   */
  record NamedValue(String name, int index, Type kind, boolean canBeNull, List<String> choices) {}

  /** The parameters of a simulation, in the order of its declaration. */
  static ConditionNames parameters(SimulationSpec simulation) {
    Map<String, NamedValue> names = new LinkedHashMap<>();
    for (ParameterSpec parameter : simulation.parameters()) {
      Type kind =
          switch (parameter.type()) {
            case WHOLE, REAL -> Type.NUMBER;
            case TEXT -> Type.TEXT;
            case FLAG -> Type.TRUTH;
          };
      add(names, parameter.name(), kind, parameter.canBeUnset(), parameter.choices());
    }
    return new ConditionNames("parameter", simulation.name(), names);
  }

  /** The columns of a trial's row: parameters, then how it ended and what it measured. */
  static ConditionNames rows(SimulationSpec simulation) {
    return columns(TrialTable.of(simulation).columns(), simulation);
  }

  /**
   * The columns of a row that has more of them, by their places; what says which trial it is, and
   * when and by whom it was run, is left out.
   */
  static ConditionNames columns(List<Column> columns, SimulationSpec simulation) {
    Set<String> left = new HashSet<>(TrialTable.identityNames());
    left.addAll(TrialTable.provenanceNames());
    boolean ofEdges = columns.containsAll(BoundaryTable.EDGE);
    Map<String, NamedValue> names = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String name = column.name();
      if (!left.contains(name)) {
        boolean canBeNull = column.nullRule() != NullRule.NEVER;
        List<String> choices = ofEdges && name.equals("state") ? STATES : choices(name, simulation);
        names.put(name, new NamedValue(name, i, kind(column.type()), canBeNull, choices));
      }
    }
    return new ConditionNames("column", simulation.name(), names);
  }

  private static List<String> choices(String column, SimulationSpec simulation) {
    return switch (column) {
      case "status" -> Status.words();
      case "rate_note", "refit_note" -> RateNote.words();
      default -> simulation.parameter(column).map(ParameterSpec::choices).orElse(List.of());
    };
  }

  private static void add(
      Map<String, NamedValue> names,
      String name,
      Type kind,
      boolean canBeNull,
      List<String> choices) {
    names.put(name, new NamedValue(name, names.size(), kind, canBeNull, choices));
  }

  private static Type kind(ColumnType type) {
    return switch (type) {
      case INT32, INT64, DOUBLE -> Type.NUMBER;
      case STRING -> Type.TEXT;
      case BOOLEAN -> Type.TRUTH;
      case TIMESTAMP -> throw new IllegalStateException("Cannot compare instants: " + type);
    };
  }

  Optional<NamedValue> find(String name) {
    return Optional.ofNullable(names.get(name));
  }
}
