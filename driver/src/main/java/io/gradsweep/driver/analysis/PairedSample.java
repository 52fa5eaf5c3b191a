package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.Question;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences, or ratios, of two arms on common replicates. A pair is a trial of either arm
 * with one base seed and replicate, at one combination of the other axes. Where a replicate has
 * several pairs, it gives one value, as in {@link EstimandSample}. The trials of a replicate must
 * follow one another.
 */
final class PairedSample {

  private final Question.Pairs question;
  private final ResolvedEstimand resolved;
  private final Ends ends;
  private final int end;
  private final Sample pairs = new Sample();
  private final Sample replicates = new Sample();
  private final PairedShares shares = new PairedShares();
  private final Map<List<Object>, TrialPair> waiting = new LinkedHashMap<>();
  private List<Object> streams = List.of();
  private long withoutValue;
  private long withoutRatio;
  private long unpaired;
  private long several;

  /**
   * @param end place of the word with which a row ended, among its values
   */
  PairedSample(Question.Pairs question, ResolvedEstimand resolved, Ends ends, int end) {
    this.question = question;
    this.resolved = resolved;
    this.ends = ends;
    this.end = end;
  }

  /**
   * Takes a trial.
   *
   * @param key its values of the axes in which a pair is equal
   */
  void add(TrialValues trial, List<Object> key, int arm) {
    if (!trial.streams().equals(streams)) {
      endReplicate();
      streams = trial.streams();
    }
    waiting.computeIfAbsent(key, none -> new TrialPair()).add(trial, arm);
  }

  private void endReplicate() {
    Moments values = new Moments();
    for (TrialPair pair : waiting.values()) {
      if (pair.trials[0] > 1 || pair.trials[1] > 1) {
        several++;
      } else if (pair.trials[0] + pair.trials[1] < 2) {
        unpaired++;
      } else if (Double.isNaN(pair.values[0]) || Double.isNaN(pair.values[1])) {
        withoutValue++;
      } else if (question.ratio() && !(pair.values[0] > 0 && pair.values[1] > 0)) {
        withoutRatio++;
      } else {
        double value =
            question.ratio() ? pair.values[0] / pair.values[1] : pair.values[0] - pair.values[1];
        pairs.add(value);
        values.add(isGeometric() ? StrictMath.log(value) : value);
        if (question.of().isShare()) {
          shares.add(pair.holds, pair.decided);
        }
      }
    }
    shares.endReplicate();
    if (values.n() > 0) {
      replicates.add(values.mean());
    }
    waiting.clear();
  }

  private boolean isGeometric() {
    return question
        .of()
        .statistic()
        .filter(statistic -> statistic.kind() == Statistic.Form.GEOMEAN)
        .isPresent();
  }

  /**
   * @throws RequestException if a replicate has several pairs, for which the statistic has no
   *     meaning, or several trials of an arm where a pair needs one
   */
  ClaimAnswer measured(Intervals intervals) {
    endReplicate();
    if (several > 0) {
      throw new RequestException(
          "Cannot pair: several trials of an arm at one combination (must be one)");
    }
    boolean onePair = pairs.n() == replicates.n();
    if (!onePair && question.of().needsOnePoint()) {
      throw new RequestException(
          "Cannot estimate %s: %d pairs of %d replicates (must be of one grid point)"
              .formatted(question.of(), pairs.n(), replicates.n()));
    }
    return ClaimAnswer.of(estimate(onePair, intervals), pairs.n(), replicates.n(), remark());
  }

  private Estimate estimate(boolean onePair, Intervals intervals) {
    if (pairs.n() == 0 || withoutRatio > 0) {
      return Estimate.NONE;
    }
    if (question.of().isShare()) {
      return shares.difference(intervals);
    }
    if (isGeometric()) {
      Moments logs = replicates.moments();
      return Estimate.between(StrictMath.exp(logs.mean()), intervals.ofLogarithms(logs));
    }
    Sample sample = onePair ? pairs : replicates;
    return sample.estimate(question.of().statistic().orElseThrow(), intervals);
  }

  private String remark() {
    return Stream.of(
            count(withoutValue, "pairs without a value"),
            count(withoutRatio, "pairs not above 0 on both sides: no ratio"),
            count(unpaired, "trials without a partner"))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String count(long count, String what) {
    return count == 0 ? "" : "%,d %s".formatted(count, what);
  }

  /** The trials of either arm at one combination. */
  private final class TrialPair {

    private final double[] values = new double[2];
    private final boolean[] holds = new boolean[2];
    private final boolean[] decided = new boolean[2];
    private final int[] trials = new int[2];

    void add(TrialValues trial, int arm) {
      trials[arm]++;
      decided[arm] = ends.isDecided(trial.value(end).column().toString());
      if (question.of().isShare()) {
        holds[arm] = resolved.of().holds(trial);
        values[arm] = holds[arm] ? 1 : 0;
      } else {
        values[arm] = decided[arm] ? resolved.of().number(trial) : Double.NaN;
      }
    }
  }
}
