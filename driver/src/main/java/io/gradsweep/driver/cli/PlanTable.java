package io.gradsweep.driver.cli;

import io.gradsweep.driver.cli.PlanSummary.Done;
import io.gradsweep.driver.cli.PlanSummary.Load;
import io.gradsweep.driver.cli.PlanSummary.Omitted;
import io.gradsweep.driver.cli.PlanSummary.PlanTitle;
import io.gradsweep.driver.cli.PlanSummary.PlannedAxis;
import io.gradsweep.driver.cli.PlanSummary.PlannedBlock;
import io.gradsweep.driver.cli.PlanSummary.PlannedGrid;
import io.gradsweep.driver.cli.PlanSummary.Size;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.results.trial.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan's summary as rows for people, without empty entries. */
final class PlanTable {

  private static final int MOST_BLOCKS = 20;
  private static final int MOST_SHOWN = 8;
  private static final int FIRST_SHOWN = 4;

  private final List<List<Object>> rows = new ArrayList<>();

  private PlanTable() {}

  static Answer of(PlanSummary plan) {
    PlanTable rows = new PlanTable();
    rows.addTitle(plan.title());
    rows.addGrid(plan.grid());
    rows.addSize(plan.size(), plan.title());
    rows.addDone(plan.done());
    rows.addLeftOut(plan.leftOut());
    rows.addEffort(plan);
    return new Answer(List.of("what", "value"), rows.rows);
  }

  private void add(String what, Object value) {
    rows.add(List.of(what, value));
  }

  private void addTitle(PlanTitle title) {
    add("sweep", title.sweep());
    add("simulation", title.simulation() + ", version " + title.simulationVersion());
    add("fingerprint", title.fingerprint());
    add("study", title.study());
  }

  private void addGrid(PlannedGrid grid) {
    List<PlannedBlock> blocks = grid.blocks();
    for (int b = 0; b < Math.min(MOST_BLOCKS, blocks.size()); b++) {
      String of = blocks.size() > 1 ? " (block %d)".formatted(b + 1) : "";
      blocks.get(b).axes().forEach(axis -> add("axis " + axis.name() + of, words(axis)));
      String where = blocks.get(b).where();
      if (where != null) {
        add("where" + of, where);
      }
    }
    if (blocks.size() > MOST_BLOCKS) {
      add("more blocks", (long) blocks.size() - MOST_BLOCKS);
    }
    grid.fixed().forEach((name, value) -> add("fixed " + name, text(value)));
    if (!grid.defaults().isEmpty()) {
      add("defaults", equations(grid.defaults()));
    }
  }

  private void addSize(Size size, PlanTitle title) {
    PlannedRule rule = size.rule();
    add("replicates", rule == null ? size.replicates() : rule.words());
    if (size.edge() != null) {
      add("edge", size.edge().words());
    }
    add("base seed", title.seed());
    add(
        "trials",
        rule == null ? size.trials() : "at most %d, in the worst case".formatted(size.trials()));
    if (rule != null) {
      add("first round", Counted.of(rule.firstRoundTrials(), "trial"));
    }
    if (size.trialsAtMost() != null) {
      add("trials with edges", "at most " + size.trialsAtMost());
    }
  }

  private void addDone(Done done) {
    String estimated = done.countsEstimated() ? " (estimated)" : "";
    add("new" + estimated, done.newTrials());
    add("done" + estimated, done.doneTrials());
    if (done.otherRows() > 0) {
      add("rows of earlier plans", done.otherRows());
    }
    if (done.droppedTrials() > 0) {
      add("dropped", done.droppedTrials());
    }
  }

  private void addLeftOut(Omitted leftOut) {
    leftOut
        .filtered()
        .forEach(
            f ->
                add(
                    f.estimated() ? "filtered (estimated)" : "filtered",
                    f.trials() + " by " + f.filter()));
    add(
        leftOut.overlappingEstimated() ? "overlapping (estimated)" : "overlapping",
        leftOut.overlappingTrials());
  }

  private void addEffort(PlanSummary plan) {
    Load effort = plan.effort();
    add("segments", effort.segments());
    add("files", "at most %d, before they are compacted".formatted(effort.filesAtMost()));
    add(
        "slots",
        "%d on this machine (a trial takes %s)".formatted(effort.cores(), effort.share().words()));
    String ofRound = plan.size().rule() == null ? "" : ", of what is laid out";
    add("time", plan.time().words(effort.cores()) + ofRound);
    add("core-hours", plan.time().coreHourWords() + ofRound);
    add("size", "about " + ProgressView.bytes(effort.bytes()));
  }

  private static String words(PlannedAxis axis) {
    boolean all = axis.valueCount() <= MOST_SHOWN;
    String values =
        axis.values().stream()
            .limit(all ? MOST_SHOWN : FIRST_SHOWN)
            .map(PlanTable::text)
            .collect(Collectors.joining(", "));
    String rest =
        all ? "" : ", …, %s (%d values)".formatted(text(axis.lastValue()), axis.valueCount());
    String zip =
        axis.zippedWith().isEmpty() ? "" : ", with " + String.join(", ", axis.zippedWith());
    return values + rest + zip;
  }

  private static String equations(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** A value with every digit, since the plan is what is run. */
  private static String text(Object value) {
    return value == null ? "null" : value.toString().replaceFirst("\\.0$", "");
  }
}
