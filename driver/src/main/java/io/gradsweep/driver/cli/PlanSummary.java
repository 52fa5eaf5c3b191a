package io.gradsweep.driver.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.driver.job.Slots;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.spark.TrialShare;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.BlockOutline;
import io.gradsweep.sweeps.plan.BlockOutline.AxisOutline;
import io.gradsweep.sweeps.plan.Counts;
import io.gradsweep.sweeps.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The contents of a plan and the cost of running it: numbers for other programs, with units in
 * their names.
 *
 * @param replicates if a rule decides, the most of a cell
 * @param rule the rule that decides; null if every grid point has so many replicates
 * @param edge the edge that is searched for; null if there is none
 * @param trials if a rule decides, the most that it may need
 * @param trialsAtMost with the search for edges; null if there is none
 * @param filtered trials that filters leave out
 * @param filesAtMost most files in the folder before they are compacted
 * @param share what each trial takes, of which the slots follow
 * @param bytes an estimate from columns and recorded points @param time the expected time
 * @param defaults parameters that neither the file nor the command line names
 * @param trialsListed the first and the last trials, or as many as requested
 */
record PlanSummary(
    String sweep,
    String simulation,
    int simulationVersion,
    String fingerprint,
    String study,
    long seed,
    long replicates,
    PlannedRule rule,
    PlannedEdge edge,
    long trials,
    Long trialsAtMost,
    long newTrials,
    long doneTrials,
    boolean countsEstimated,
    long otherRows,
    long droppedTrials,
    List<FilteredTrials> filtered,
    long overlappingTrials,
    boolean overlappingEstimated,
    int segments,
    long filesAtMost,
    long bytes,
    int cores,
    @JsonIgnore TrialShare share,
    Double timeLimitSeconds,
    @JsonUnwrapped PlannedTime time,
    List<PlannedBlock> blocks,
    Map<String, Object> fixed,
    Map<String, Object> defaults,
    List<Map<String, Object>> trialsListed) {

  /** Most values of an axis in JSON; a table shows fewer. */
  private static final int MOST_VALUES = 1000;

  private static final int MOST_BLOCKS = 20;
  private static final int MOST_SHOWN = 8;
  private static final int FIRST_SHOWN = 4;

  /** Trials that a filter leaves out. */
  record FilteredTrials(String filter, long trials, boolean estimated) {}

  /**
   * @param where its filter; null without one
   */
  record PlannedBlock(List<PlannedAxis> axes, String where) {}

  /**
   * @param values the first thousand
   */
  record PlannedAxis(
      String name,
      int valueCount,
      List<Object> values,
      Object lastValue,
      List<String> zippedWith) {}

  static PlanSummary of(Plan plan, String study, Work work, int cores, PlannedTrials listed) {
    Counts counts = plan.counts();
    Optional<PlannedRule> rule = PlannedRule.of(plan);
    List<BlockOutline> outlines = plan.outlines(MOST_VALUES);
    boolean records = plan.sweep().recording().points() > 0;
    return new PlanSummary(
        plan.sweep().name(),
        plan.simulation().name(),
        plan.simulation().version(),
        plan.fingerprint(),
        study,
        plan.sweep().seed(),
        plan.sweep().replicates(),
        rule.orElse(null),
        PlannedEdge.of(plan).orElse(null),
        rule.map(PlannedRule::mostTrials).orElse(counts.trials()),
        plan.refinement().map(edge -> edge.mostTrials().longValueExact()).orElse(null),
        work.pendingTrials(),
        work.doneTrials(),
        work.estimated(),
        work.otherRows(),
        work.droppedTrials(),
        counts.filtered().stream()
            .map(f -> new FilteredTrials(f.filter(), f.count(), f.estimated()))
            .toList(),
        counts.overlapping(),
        counts.overlapEstimated(),
        work.pending().size(),
        work.pending().size() * (records ? 2L : 1L),
        Math.round(bytes(plan, work.pendingTrials())),
        cores,
        Slots.share(plan),
        plan.sweep().timeLimit().map(limit -> limit.toNanos() * 1e-9).orElse(null),
        PlannedTime.of(work.forecast(), cores),
        outlines.stream().map(PlanSummary::block).toList(),
        constants(plan, outlines, true),
        constants(plan, outlines, false),
        listed.rows());
  }

  /** A rough estimate from columns and points: compressed doubles, dictionary-coded parameters. */
  private static double bytes(Plan plan, long trials) {
    int metrics = plan.simulation().metrics().size();
    double row = 60 + 6.0 * plan.simulation().measurements().size();
    double steps = plan.sweep().recording().points() * (4 + 7.0 * metrics);
    return trials * (row + steps);
  }

  private static PlannedBlock block(BlockOutline outline) {
    List<PlannedAxis> axes = new ArrayList<>();
    for (AxisOutline axis : outline.axes()) {
      List<Object> values = new ArrayList<>(); // List.of refuses nulls
      axis.values().forEach(value -> values.add(value.column()));
      axes.add(
          new PlannedAxis(
              axis.name(), axis.count(), values, axis.last().column(), axis.zippedWith()));
    }
    return new PlannedBlock(axes, outline.where().orElse(null));
  }

  /** Parameters that are not an axis of any block: fixed by the file, or by their default. */
  private static Map<String, Object> constants(
      Plan plan, List<BlockOutline> outlines, boolean given) {
    List<String> axes = plan.axes();
    List<String> named = plan.sweep().fixed().stream().map(axis -> axis.name()).toList();
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Map.Entry<String, ParamValue> entry : outlines.get(0).fixed().entrySet()) {
      boolean isGiven = named.contains(entry.getKey());
      if (!axes.contains(entry.getKey()) && isGiven == given) {
        constants.put(entry.getKey(), entry.getValue().column());
      }
    }
    return constants;
  }

  /** The same for people. */
  Answer table() {
    List<List<Object>> rows = new ArrayList<>();
    row(rows, "sweep", sweep);
    row(rows, "simulation", simulation + ", version " + simulationVersion);
    row(rows, "fingerprint", fingerprint);
    row(rows, "study", study);
    for (int b = 0; b < Math.min(MOST_BLOCKS, blocks.size()); b++) {
      String of = blocks.size() > 1 ? " (block %d)".formatted(b + 1) : "";
      blocks.get(b).axes().forEach(axis -> row(rows, "axis " + axis.name() + of, words(axis)));
      String where = blocks.get(b).where();
      if (where != null) {
        row(rows, "where" + of, where);
      }
    }
    if (blocks.size() > MOST_BLOCKS) {
      row(rows, "more blocks", (long) blocks.size() - MOST_BLOCKS);
    }
    fixed.forEach((name, value) -> row(rows, "fixed " + name, text(value)));
    if (!defaults.isEmpty()) {
      row(rows, "defaults", equations(defaults));
    }
    row(rows, "replicates", rule == null ? replicates : rule.words());
    if (edge != null) {
      row(rows, "edge", edge.words());
    }
    row(rows, "base seed", seed);
    row(rows, "trials", rule == null ? trials : "at most %d, in the worst case".formatted(trials));
    if (rule != null) {
      row(rows, "first round", Counted.of(rule.firstRoundTrials(), "trial"));
    }
    if (trialsAtMost != null) {
      row(rows, "trials with edges", "at most " + trialsAtMost);
    }
    String estimated = countsEstimated ? " (estimated)" : "";
    row(rows, "new" + estimated, newTrials);
    row(rows, "done" + estimated, doneTrials);
    if (otherRows > 0) {
      row(rows, "rows of earlier plans", otherRows);
    }
    if (droppedTrials > 0) {
      row(rows, "dropped", droppedTrials);
    }
    filtered.forEach(
        f ->
            row(
                rows,
                f.estimated() ? "filtered (estimated)" : "filtered",
                f.trials() + " by " + f.filter()));
    row(rows, overlappingEstimated ? "overlapping (estimated)" : "overlapping", overlappingTrials);
    row(rows, "segments", segments);
    row(rows, "files", "at most %d, before they are compacted".formatted(filesAtMost));
    row(rows, "slots", "%d on this machine (a trial takes %s)".formatted(cores, share.words()));
    String ofRound = rule == null ? "" : ", of what is laid out";
    row(rows, "time", time.words(cores) + ofRound);
    row(rows, "core-hours", time.coreHourWords() + ofRound);
    row(rows, "size", "about " + ProgressView.bytes(bytes));
    return new Answer(List.of("what", "value"), rows);
  }

  private static void row(List<List<Object>> rows, String what, Object value) {
    rows.add(List.of(what, value));
  }

  private static String words(PlannedAxis axis) {
    boolean all = axis.valueCount() <= MOST_SHOWN;
    String values =
        axis.values().stream()
            .limit(all ? MOST_SHOWN : FIRST_SHOWN)
            .map(PlanSummary::text)
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
