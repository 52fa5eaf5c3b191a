package io.gradsweep.driver.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.driver.job.Slots;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.spark.TrialShare;
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

/**
 * The contents of a plan and the cost of running it: numbers for other programs, with units in
 * their names.
 *
 * @param trialsListed the first and the last trials, or as many as requested
 */
record PlanSummary(
    @JsonUnwrapped PlanTitle title,
    @JsonUnwrapped Size size,
    @JsonUnwrapped Done done,
    @JsonUnwrapped Omitted leftOut,
    @JsonUnwrapped Load effort,
    @JsonUnwrapped PlannedTime time,
    @JsonUnwrapped PlannedGrid grid,
    List<Map<String, Object>> trialsListed) {

  /** Most values of an axis in JSON; a table shows fewer. */
  private static final int MOST_VALUES = 1000;

  /** The plan's names, and the study in which its rows lie. */
  record PlanTitle(
      String sweep,
      String simulation,
      int simulationVersion,
      String fingerprint,
      String study,
      long seed) {

    private static PlanTitle of(Plan plan, String study) {
      return new PlanTitle(
          plan.sweep().name(),
          plan.simulation().name(),
          plan.simulation().version(),
          plan.fingerprint(),
          study,
          plan.sweep().grid().seed());
    }
  }

  /**
   * The trials of the plan.
   *
   * @param replicates if a rule decides, the most of a cell
   * @param rule the rule that decides; null if every grid point has so many replicates
   * @param edge the edge that is searched for; null if there is none
   * @param trials if a rule decides, the most that it may need
   * @param trialsAtMost with the search for edges; null if there is none
   */
  record Size(long replicates, PlannedRule rule, PlannedEdge edge, long trials, Long trialsAtMost) {

    private static Size of(Plan plan, Counts counts) {
      Optional<PlannedRule> rule = PlannedRule.of(plan);
      return new Size(
          plan.sweep().grid().replicates(),
          rule.orElse(null),
          PlannedEdge.of(plan).orElse(null),
          rule.map(PlannedRule::mostTrials).orElse(counts.trials()),
          plan.refinement().map(edge -> edge.mostTrials().longValueExact()).orElse(null));
    }
  }

  /** The trials that the study has, and those that it lacks. */
  record Done(
      long newTrials,
      long doneTrials,
      boolean countsEstimated,
      long otherRows,
      long droppedTrials) {

    private static Done of(Work work) {
      return new Done(
          work.trials().pending(),
          work.trials().done(),
          work.trials().estimated(),
          work.otherRows(),
          work.trials().dropped());
    }
  }

  /**
   * Combinations without a trial of their own.
   *
   * @param filtered trials that filters leave out
   */
  record Omitted(
      List<FilteredTrials> filtered, long overlappingTrials, boolean overlappingEstimated) {

    private static Omitted of(Counts counts) {
      return new Omitted(
          counts.filtered().stream()
              .map(f -> new FilteredTrials(f.filter(), f.count(), f.estimated()))
              .toList(),
          counts.overlapping(),
          counts.overlapEstimated());
    }
  }

  /** Trials that a filter leaves out. */
  record FilteredTrials(String filter, long trials, boolean estimated) {}

  /**
   * Requirements of a run of the new trials, beside time.
   *
   * @param filesAtMost most files in the folder before they are compacted
   * @param bytes an estimate from columns and recorded points
   * @param share what each trial takes, of which the slots follow
   */
  record Load(
      int segments,
      long filesAtMost,
      long bytes,
      int cores,
      @JsonIgnore TrialShare share,
      Double timeLimitSeconds) {

    private static Load of(Plan plan, Work work, int cores) {
      int segments = work.pending().size();
      boolean records = plan.sweep().execution().recording().points() > 0;
      return new Load(
          segments,
          segments * (records ? 2L : 1L),
          Math.round(bytes(plan, work.trials().pending())),
          cores,
          Slots.share(plan),
          plan.sweep().execution().timeLimit().map(limit -> limit.toNanos() * 1e-9).orElse(null));
    }

    /** A rough estimate from columns and points: compressed doubles, coded parameters. */
    private static double bytes(Plan plan, long trials) {
      int metrics = plan.simulation().metrics().size();
      double row = 60 + 6.0 * plan.simulation().measurements().size();
      double steps = plan.sweep().execution().recording().points() * (4 + 7.0 * metrics);
      return trials * (row + steps);
    }
  }

  /**
   * The values of the parameters.
   *
   * @param fixed parameters that the file or the command line gives one value
   * @param defaults parameters that neither of them names
   */
  record PlannedGrid(
      List<PlannedBlock> blocks, Map<String, Object> fixed, Map<String, Object> defaults) {

    private static PlannedGrid of(Plan plan) {
      List<BlockOutline> outlines = plan.outlines(MOST_VALUES);
      return new PlannedGrid(
          outlines.stream().map(PlannedBlock::of).toList(),
          constants(plan, outlines, true),
          constants(plan, outlines, false));
    }

    /** Parameters that are not an axis of any block: fixed by the file, or by their default. */
    private static Map<String, Object> constants(
        Plan plan, List<BlockOutline> outlines, boolean given) {
      List<String> axes = plan.axes();
      List<String> named = plan.sweep().grid().fixed().stream().map(axis -> axis.name()).toList();
      Map<String, Object> constants = new LinkedHashMap<>();
      for (Map.Entry<String, ParamValue> entry : outlines.get(0).fixed().entrySet()) {
        boolean isGiven = named.contains(entry.getKey());
        if (!axes.contains(entry.getKey()) && isGiven == given) {
          constants.put(entry.getKey(), entry.getValue().column());
        }
      }
      return constants;
    }
  }

  /**
   * @param where its filter; null without one
   */
  record PlannedBlock(List<PlannedAxis> axes, String where) {

    private static PlannedBlock of(BlockOutline outline) {
      List<PlannedAxis> axes = outline.axes().stream().map(PlannedAxis::of).toList();
      return new PlannedBlock(axes, outline.where().orElse(null));
    }
  }

  /**
   * @param values the first thousand
   */
  record PlannedAxis(
      String name, int valueCount, List<Object> values, Object lastValue, List<String> zippedWith) {

    private static PlannedAxis of(AxisOutline axis) {
      List<Object> values = new ArrayList<>(); // List.of refuses nulls
      axis.values().forEach(value -> values.add(value.column()));
      return new PlannedAxis(
          axis.name(), axis.count(), values, axis.last().column(), axis.zippedWith());
    }
  }

  static PlanSummary of(Plan plan, String study, Work work, int cores, PlannedTrials listed) {
    Counts counts = plan.counts();
    return new PlanSummary(
        PlanTitle.of(plan, study),
        Size.of(plan, counts),
        Done.of(work),
        Omitted.of(counts),
        Load.of(plan, work, cores),
        PlannedTime.of(work.forecast(), cores),
        PlannedGrid.of(plan),
        listed.rows());
  }
}
