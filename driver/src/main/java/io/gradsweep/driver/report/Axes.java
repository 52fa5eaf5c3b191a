package io.gradsweep.driver.report;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The axes along which a study's rows vary, reduced to the fewest that distinguish its
 * configurations: an axis that another determines, such as a time step that each block sets for
 * itself, is useless in a legend. An axis by which the author groups is kept.
 *
 * @param deciding in the order of the sweep
 */
record Axes(List<VaryingParameter> deciding) {

  private static final Set<ColumnType> NUMERIC =
      Set.of(ColumnType.INT32, ColumnType.INT64, ColumnType.DOUBLE);

  /** A parameter and the number of its values in the rows; no value counts as one. */
  record VaryingParameter(String name, boolean numeric, long values) {}

  static Axes of(StudyTables tables, Plan plan) {
    List<VaryingParameter> varying = varying(tables, plan);
    if (varying.isEmpty()) {
      return new Axes(List.of());
    }
    long configurations = configurations(tables, varying);
    Set<String> named = named(plan.sweep());
    List<VaryingParameter> kept = new ArrayList<>(varying);
    for (int i = varying.size() - 1; i >= 0 && kept.size() > 1; i--) {
      List<VaryingParameter> fewer = new ArrayList<>(kept);
      fewer.remove(varying.get(i));
      if (!named.contains(varying.get(i).name())
          && configurations(tables, fewer) == configurations) {
        kept = fewer;
      }
    }
    return new Axes(List.copyOf(kept));
  }

  /** Axes by which the author groups; they are kept, whether others determine them or not. */
  private static Set<String> named(Sweep sweep) {
    return Stream.concat(
            sweep.analysis().summaries().stream().flatMap(summary -> summary.by().stream()),
            sweep.analysis().plots().stream()
                .flatMap(plot -> Stream.of(plot.x(), plot.color(), plot.facet()))
                .flatMap(Optional::stream))
        .collect(Collectors.toSet());
  }

  private static List<VaryingParameter> varying(StudyTables tables, Plan plan) {
    Map<String, Column> columns =
        TrialTable.of(plan.simulation()).columns().stream()
            .collect(Collectors.toMap(Column::name, Function.identity()));
    if (plan.axes().isEmpty()) {
      return List.of();
    }
    Answer counts =
        tables.ask(
            "SELECT "
                + plan.axes().stream()
                    .map(SqlText::name)
                    .map(a -> "count(DISTINCT %s) + count(DISTINCT %s IS NULL) - 1".formatted(a, a))
                    .collect(Collectors.joining(", "))
                + " FROM trials");
    List<VaryingParameter> axes = new ArrayList<>();
    for (int i = 0; i < plan.axes().size(); i++) {
      String name = plan.axes().get(i);
      long values = ChartSql.whole(counts.rows().get(0).get(i));
      if (values > 1) {
        axes.add(new VaryingParameter(name, NUMERIC.contains(columns.get(name).type()), values));
      }
    }
    return axes;
  }

  private static long configurations(StudyTables tables, List<VaryingParameter> axes) {
    String names = SqlText.names(axes.stream().map(VaryingParameter::name).toList());
    String sql = "SELECT count(*) FROM (SELECT DISTINCT " + names + " FROM trials)";
    return ChartSql.whole(tables.ask(sql).rows().get(0).get(0));
  }

  List<String> names() {
    return deciding.stream().map(VaryingParameter::name).toList();
  }

  /** Axes of words and flags, which distinguish panels and colours. */
  List<String> words() {
    return deciding.stream().filter(axis -> !axis.numeric()).map(VaryingParameter::name).toList();
  }

  /** Axes of numbers, step sizes first, then those with the most values. */
  List<VaryingParameter> numbers() {
    return deciding.stream()
        .filter(VaryingParameter::numeric)
        .sorted(
            Comparator.comparing((VaryingParameter axis) -> !axis.name().endsWith("step_size"))
                .thenComparing(Comparator.comparingLong(VaryingParameter::values).reversed()))
        .toList();
  }
}
