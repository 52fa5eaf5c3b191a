package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.Tolerance;
import io.gradsweep.sweeps.spec.WhichCrossing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code refine}: the edge that is searched for along an axis. */
final class RefineReader {

  private static final String KEY = "refine";
  private static final int PROBES = 3;

  /** Stand for what could not be read, and fit every axis and every simulation. */
  private static final Tolerance ANY_WIDTH = new Tolerance(BigDecimal.ONE, false);

  private static final String ANY_BOUNDARY = "status == 'converged'";

  private RefineReader() {}

  /**
   * Empty if no edge is searched for. What could not be read is replaced, an axis by {@link
   * RefineSpec#UNREAD}, so that the rest can be checked.
   *
   * @param blocks the sweep's: their expressions decide the scale, unless the author does
   */
  static Optional<RefineSpec> read(Fields sweep, List<Block> blocks) {
    Optional<Yaml> value = sweep.value(KEY);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof Yaml.Mapping map)) {
      sweep.wrong(
          KEY,
          value.get(),
          "a map such as {axis: step_size, boundary: \"status == 'converged'\", to: 0.1%}");
      return Optional.of(
          new RefineSpec(
              RefineSpec.UNREAD,
              ANY_BOUNDARY,
              ANY_WIDTH,
              PROBES,
              0,
              WhichCrossing.LAST,
              AxisScale.LINEAR,
              value.get().position()));
    }
    Fields refine = sweep.map(KEY, map);
    refine.refuseOthers(Set.of("axis", "boundary", "to", "probes", "extend", "which", "scale"));
    String axis = refine.requiredText("axis");
    String boundary = refine.requiredText("boundary");
    Optional<Tolerance> to = tolerance(refine);
    int probes = count(refine, "probes", PROBES, RefineSpec.MOST_PROBES);
    int extend = count(refine, "extend", 0, RefineSpec.MOST_EXTEND);
    Optional<WhichCrossing> which = which(refine);
    AxisScale scale = scale(refine).orElseGet(() -> scale(axis, blocks));
    return Optional.of(
        new RefineSpec(
            axis.isBlank() ? RefineSpec.UNREAD : axis,
            boundary.isBlank() ? ANY_BOUNDARY : boundary,
            to.orElse(ANY_WIDTH),
            probes,
            extend,
            which.orElse(WhichCrossing.LAST),
            scale,
            map.position()));
  }

  private static Optional<Tolerance> tolerance(Fields refine) {
    String text = refine.requiredText("to");
    Optional<Tolerance> tolerance = Tolerance.parse(text);
    if (tolerance.isEmpty() && !text.isBlank()) {
      refine.fault(
          refine.position("to"),
          "refine.to: '%s' (must be a width above 0 such as 0.001, or a share such as 0.1%%)"
              .formatted(Shown.briefly(text)));
    }
    return tolerance;
  }

  private static int count(Fields refine, String key, int otherwise, int most) {
    long count = refine.whole(key, 0, otherwise);
    if (count > most) {
      refine.fault(
          refine.position(key), "refine.%s: %d (must be at most %d)".formatted(key, count, most));
    }
    return (int) Math.min(count, most);
  }

  private static Optional<WhichCrossing> which(Fields refine) {
    Optional<String> word = refine.text("which");
    Optional<WhichCrossing> which = word.flatMap(WhichCrossing::of);
    if (which.isEmpty()) {
      word.ifPresent(text -> refine.wrongChoice("which", text, WhichCrossing.words()));
    }
    return which;
  }

  private static Optional<AxisScale> scale(Fields refine) {
    Optional<String> word = refine.text("scale");
    Optional<AxisScale> scale = word.flatMap(AxisScale::of);
    if (scale.isEmpty()) {
      word.ifPresent(text -> refine.wrongChoice("scale", text, AxisScale.words()));
    }
    return scale;
  }

  /** Logarithmic if all values of the axis come from logarithmic expressions. */
  private static AxisScale scale(String name, List<Block> blocks) {
    List<String> written =
        blocks.stream()
            .flatMap(block -> block.axes().stream())
            .filter(axis -> axis.name().equals(name))
            .flatMap(axis -> axis.written().stream())
            .toList();
    return !written.isEmpty() && written.stream().allMatch(ValueExpression::isLogarithmic)
        ? AxisScale.LOG
        : AxisScale.LINEAR;
  }
}
