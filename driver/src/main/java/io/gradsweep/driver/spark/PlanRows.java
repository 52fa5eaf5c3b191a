package io.gradsweep.driver.spark;

import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.study.Declaration;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.Round;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.workers.run.JvmDefaults;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Keeps the rows whose trial the plan contains. Carries text, from which the plan is rebuilt. */
final class PlanRows implements FilterFunction<Row> {

  private static final long serialVersionUID = 1;

  static {
    JvmDefaults.pin();
  }

  private final String sweep;
  private final String declaration;
  private final Round[] rounds;
  private transient volatile CurrentPlan plan;

  private PlanRows(Plan plan) {
    sweep = SweepPrinter.print(plan.sweep());
    declaration = Json.text(Declaration.of(plan.simulation(), null, null));
    rounds = plan.rounds().toArray(Round[]::new);
  }

  /** The rows of {@code trials} that belong to the current plan. */
  static Dataset<Row> among(Dataset<Row> trials, CurrentPlan current) {
    Dataset<Row> identities =
        trials
            .select(current.columns().stream().map(functions::col).toArray(Column[]::new))
            .filter(new PlanRows(current.plan()))
            .select("trial_id");
    return trials.join(identities, "trial_id");
  }

  @Override
  public boolean call(Row row) throws IOException {
    if (plan == null) {
      Plan grid = Plans.of(sweep, Json.read(declaration, Declaration.class));
      plan = new CurrentPlan(grid.withRounds(List.of(rounds)), false);
    }
    List<Object> values =
        Arrays.asList(IntStream.range(0, row.size()).mapToObj(row::get).toArray());
    return plan.holds(values);
  }
}
