package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.results.trial.Trial;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Cuts a plan into segments of about equal cost. The cost along the plan is known at evenly spread
 * samples of its indices, and taken as constant around each; memory does not grow with the plan.
 */
final class Layout {

  private static final int SAMPLES = 4096;
  private static final int MOST_SEGMENTS = 100_000;

  /**
   * Least time of a segment; a shorter one would spend its time on scheduling and publication, and,
   * if they are many, on becoming few files.
   */
  private static final double LEAST_SECONDS = 0.8;

  /** The same for a sweep that stops by itself, in which each segment that has begun ends. */
  private static final double LEAST_SHORT_SECONDS = 0.25;

  /** Most time of a segment: the work of a slot that a kill may lose. */
  private static final double MOST_SECONDS = 30;

  /** Segments for each slot, so that the last ones end together. */
  private static final int PER_SLOT = 8;

  /** Time for reading the plan at an index that another generation or a filter owns. */
  private static final double HOLE_SECONDS = 1e-6;

  private final Generation draft;
  private final GenerationPlan plan;
  private final double[] cumulative;
  private final long trialsEstimate;

  /**
   * @param draft the generation in one segment
   * @param seconds expected time of one trial
   */
  Layout(Generation draft, GenerationPlan plan, ToDoubleFunction<Trial> seconds) {
    this.draft = draft;
    this.plan = plan;
    long size = plan.size();
    int samples = (int) Math.min(size, SAMPLES);
    cumulative = new double[samples + 1];
    int held = 0;
    for (int i = 0; i < samples; i++) {
      Optional<Trial> trial = plan.trial(plan.first() + middle(size, samples, i));
      double width = (double) size / samples;
      double each = trial.isPresent() ? seconds.applyAsDouble(trial.get()) : HOLE_SECONDS;
      held += trial.isPresent() ? 1 : 0;
      cumulative[i + 1] = cumulative[i] + each * width;
    }
    trialsEstimate = samples == 0 ? 0 : Math.round((double) held / samples * size);
  }

  private static long middle(long size, int samples, int i) {
    return Math.min(size - 1, (long) ((i + 0.5) * ((double) size / samples)));
  }

  /** Expected time of all trials on one core. */
  double totalSeconds() {
    return cumulative[cumulative.length - 1];
  }

  /**
   * Number of trials that this generation owns; exact if the plan is small enough to examine each.
   */
  long trials() {
    return trialsEstimate;
  }

  Generation generation(int slots) {
    double share = totalSeconds() / (slots * PER_SLOT);
    return generation(Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, share)));
  }

  /** Cuts into short segments, since each that has begun is run to its end when the sweep stops. */
  Generation shortGeneration() {
    return generation(LEAST_SHORT_SECONDS);
  }

  private Generation generation(double seconds) {
    long segments = (long) Math.ceil(totalSeconds() / seconds);
    return cut((int) Math.max(1, Math.min(MOST_SEGMENTS, segments)));
  }

  /**
   * Cuts into segments of a given number of indices, whatever their cost.
   *
   * @throws RequestException if there would be too many
   */
  Generation generationOf(long indices) {
    long size = plan.size();
    requireFew(size, indices);
    long[] bounds = new long[(int) segments(size, indices) + 1];
    for (int s = 0; s < bounds.length; s++) {
      bounds[s] = s == bounds.length - 1 ? size : s * indices;
    }
    return generation(bounds);
  }

  /** Cuts into segments of a given number of indices, or the shortest that are possible. */
  Generation generationOfAtLeast(long indices) {
    return generationOf(Math.max(indices, segments(plan.size(), MOST_SEGMENTS)));
  }

  /** Refuses too many segments, as {@link #generationOf} does. */
  static void requireFew(long size, long indices) {
    if (segments(size, indices) > MOST_SEGMENTS) {
      throw new RequestException(
          "Cannot cut %d indices into segments of: %d trials (must be at least %d, for at most %d"
                  .formatted(size, indices, segments(size, MOST_SEGMENTS), MOST_SEGMENTS)
              + " segments)");
    }
  }

  /** Number of parts of a length, the last of which may be shorter. */
  private static long segments(long size, long length) {
    return size / length + (size % length == 0 ? 0 : 1);
  }

  private Generation cut(int segments) {
    long size = plan.size();
    int count = (int) Math.max(1, Math.min(segments, size));
    long[] bounds = new long[count + 1];
    for (int s = 1; s < count; s++) {
      long bound = indexAt(totalSeconds() * s / count);
      bounds[s] = Math.max(bounds[s - 1], Math.min(size, bound));
    }
    bounds[count] = size;
    return generation(withoutEmpty(bounds));
  }

  private static long[] withoutEmpty(long[] bounds) {
    return Arrays.stream(bounds).distinct().toArray();
  }

  private Generation generation(long[] bounds) {
    long[] cuts = bounds.length == 1 ? new long[] {0, bounds[0]} : bounds;
    double[] seconds = new double[cuts.length - 1];
    for (int s = 0; s < seconds.length; s++) {
      seconds[s] = secondsUpTo(cuts[s + 1]) - secondsUpTo(cuts[s]);
    }
    return draft.cut(Arrays.stream(cuts).map(cut -> plan.first() + cut).toArray(), seconds);
  }

  /** The index up to which trials cost the given time. */
  private long indexAt(double seconds) {
    int found = Arrays.binarySearch(cumulative, seconds);
    if (found >= 0) {
      return Math.round(position(found));
    }
    int right = Math.min(-found - 1, cumulative.length - 1);
    double width = cumulative[right] - cumulative[right - 1];
    double share = width > 0 ? (seconds - cumulative[right - 1]) / width : 1;
    return Math.round(position(right - 1 + share));
  }

  private double position(double sample) {
    return sample / (cumulative.length - 1) * plan.size();
  }

  private double secondsUpTo(long index) {
    double sample = (double) index / plan.size() * (cumulative.length - 1);
    int left = (int) Math.min(cumulative.length - 2, Math.floor(sample));
    return cumulative[left] + (sample - left) * (cumulative[left + 1] - cumulative[left]);
  }
}
