package io.gradsweep.driver.spark;

import io.gradsweep.driver.job.Plans;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.sweeps.read.SweepPrinter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Keeps the rows whose trial the plan holds. It carries the sweep's text; the plan is rebuilt. */
final class PlanRows implements FilterFunction<Row> {

  private static final long serialVersionUID = 1;

  private final String sweep;
  private transient volatile CurrentPlan plan;

  private PlanRows(String sweep) {
    this.sweep = sweep;
  }

  /** The rows of {@code trials} that belong to the current plan. */
  static Dataset<Row> among(Dataset<Row> trials, CurrentPlan current) {
    Dataset<Row> identities =
        trials
            .select(current.columns().stream().map(functions::col).toArray(Column[]::new))
            .filter(new PlanRows(SweepPrinter.print(current.plan().sweep())))
            .select("trial_id");
    return trials.join(identities, "trial_id");
  }

  @Override
  public boolean call(Row row) {
    if (plan == null) {
      plan = new CurrentPlan(Plans.ofText(sweep), false);
    }
    List<Object> values =
        Arrays.asList(IntStream.range(0, row.size()).mapToObj(row::get).toArray());
    return plan.holds(values);
  }
}
