package io.gradsweep.sweeps.read;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.ByteSize;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.OnFailure;
import io.gradsweep.sweeps.spec.PlotSpec;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.Resources;
import io.gradsweep.sweeps.spec.Statistic;
import io.gradsweep.sweeps.spec.SummarySpec;
import io.gradsweep.sweeps.spec.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prints a resolved sweep as a sweep file, which reads back as the same sweep. */
public final class SweepPrinter {

  /** Texts that YAML reads as themselves wherever they stand. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

  private final Sweep sweep;

  private SweepPrinter(Sweep sweep) {
    this.sweep = sweep;
  }

  public static String print(Sweep sweep) {
    return new SweepPrinter(sweep).print();
  }

  private String print() {
    StringBuilder text = new StringBuilder();
    line(text, "sweep", quoted(sweep.name()));
    line(text, "simulation", quoted(sweep.simulation()));
    if (!sweep.about().isEmpty()) {
      line(text, "about", quoted(sweep.about()));
    }
    if (!sweep.grid().fixed().isEmpty()) {
      line(text, "parameters", axes(sweep.grid().fixed()));
    }
    if (!sweep.grid().blocks().equals(List.of(Block.EMPTY))) {
      text.append("grid:\n");
      sweep.grid().blocks().forEach(block -> text.append("  - ").append(block(block)).append('\n'));
    }
    line(text, "replicates", replicates(sweep));
    line(text, "seed", Long.toString(sweep.grid().seed()));
    line(text, "values", Integer.toString(sweep.grid().rule().number()));
    line(text, "record", recording(sweep.execution().recording()));
    sweep.execution().timeLimit().ifPresent(limit -> line(text, "time_limit", duration(limit)));
    onFailure(sweep.execution().onFailure()).ifPresent(policy -> line(text, "on_failure", policy));
    resources(sweep.execution().resources()).ifPresent(taken -> line(text, "resources", taken));
    list(
        text, "summary", sweep.analysis().summaries().stream().map(SweepPrinter::summary).toList());
    list(text, "claims", claims(ClaimSpec.Kind.CLAIM));
    list(text, "checks", claims(ClaimSpec.Kind.CHECK));
    list(text, "plots", sweep.analysis().plots().stream().map(SweepPrinter::plot).toList());
    list(text, "fit", sweep.analysis().fits().stream().map(SweepPrinter::fit).toList());
    sweep.analysis().rate().ifPresent(rate -> line(text, "rate", rate(rate)));
    sweep.grid().refine().ifPresent(refine -> line(text, "refine", refine(refine)));
    return text.toString();
  }

  private static String replicates(Sweep sweep) {
    Optional<ReplicateRule> rule = sweep.grid().replicateRule();
    if (rule.isEmpty()) {
      return Long.toString(sweep.grid().replicates());
    }
    StringJoiner map = new StringJoiner(", ", "{", "}");
    map.add("until: " + quoted(rule.get().until().text()));
    if (!rule.get().by().isEmpty()) {
      map.add("by: " + texts(rule.get().by()));
    }
    map.add("min: " + rule.get().min());
    map.add("max: " + rule.get().max());
    map.add("looks: " + quoted(rule.get().looks().text()));
    return map.toString();
  }

  private static Optional<String> onFailure(OnFailure policy) {
    return policy.equals(OnFailure.GO_ON)
        ? Optional.empty()
        : Optional.of(
            Stream.concat(
                    policy.max().stream().mapToObj(n -> "max: " + n),
                    policy.lost().stream().mapToObj(n -> "lost: " + n))
                .collect(Collectors.joining(", ", "{", "}")));
  }

  private List<String> claims(ClaimSpec.Kind kind) {
    return sweep.analysis().claims().stream()
        .filter(claim -> claim.kind() == kind)
        .map(ClaimPrinter::print)
        .toList();
  }

  private static Optional<String> resources(Resources taken) {
    return taken.equals(Resources.AS_DECLARED)
        ? Optional.empty()
        : Optional.of(
            Stream.concat(
                    taken.threads().stream().mapToObj(n -> "threads: " + n),
                    taken.memory().stream().mapToObj(n -> "memory: " + ByteSize.text(n)))
                .collect(Collectors.joining(", ", "{", "}")));
  }

  private static String summary(SummarySpec summary) {
    return summary.show().isEmpty()
        ? map("by", texts(summary.by()), "of", texts(summary.of()))
        : map(
            "by",
            texts(summary.by()),
            "of",
            texts(summary.of()),
            "show",
            texts(summary.show().stream().map(Statistic::word).toList()));
  }

  private static String fit(FitSpec fit) {
    return map(
        "y", quoted(fit.y()),
        "x", quoted(fit.x()),
        "scale", quoted(fit.scale().word()),
        "by", texts(fit.by()),
        "window", "[%s, %s]".formatted(ClaimPrinter.end(fit.from()), ClaimPrinter.end(fit.to())));
  }

  private static String rate(RateSpec rate) {
    String window =
        "[%s, %s]".formatted(ClaimPrinter.end(rate.low()), ClaimPrinter.end(rate.high()));
    return rate.of()
        .map(metric -> map("window", window, "of", quoted(metric)))
        .orElse(map("window", window));
  }

  /** With its scale, which expressions give that a printed axis may not have. */
  private static String refine(RefineSpec refine) {
    return map(
        "axis", quoted(refine.axis()),
        "boundary", quoted(refine.boundary()),
        "to", refine.to().text(),
        "probes", Integer.toString(refine.probes()),
        "extend", Integer.toString(refine.extend()),
        "which", refine.which().word(),
        "scale", refine.scale().word());
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(value).append('\n');
  }

  private static void list(StringBuilder text, String key, List<String> maps) {
    if (!maps.isEmpty()) {
      text.append(key).append(":\n");
      maps.forEach(map -> text.append("  - ").append(map).append('\n'));
    }
  }

  private static String map(String... keysAndValues) {
    StringJoiner map = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.add(keysAndValues[i] + ": " + keysAndValues[i + 1]);
    }
    return map.toString();
  }

  private static String plot(PlotSpec plot) {
    StringJoiner map = new StringJoiner(", ", "{", "}");
    plot.color().ifPresent(column -> map.add("color: " + quoted(column)));
    plot.facet().ifPresent(column -> map.add("facet: " + quoted(column)));
    plot.line().ifPresent(column -> map.add("line: " + quoted(column)));
    plot.scale().ifPresent(scale -> map.add("scale: " + quoted(scale.word())));
    plot.title().ifPresent(title -> map.add("title: " + quoted(title)));
    plot.x().ifPresent(column -> map.add("x: " + quoted(column)));
    plot.y().ifPresent(column -> map.add("y: " + quoted(column)));
    return map.toString();
  }

  static String texts(List<String> texts) {
    return texts.stream().map(SweepPrinter::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private String block(Block block) {
    StringJoiner map = new StringJoiner(", ", "{", "}");
    List<List<Axis>> groups = block.groups();
    int[] zips = IntStream.range(0, groups.size()).filter(g -> groups.get(g).size() > 1).toArray();
    // a block has one key for all of its zips: an axis between them becomes a zip of one
    int from = zips.length == 0 ? groups.size() : zips[0];
    int to = zips.length == 0 ? groups.size() : zips[zips.length - 1] + 1;
    groups.subList(0, from).forEach(group -> map.add(axis(group.get(0))));
    if (from < to) {
      map.add(
          groups.subList(from, to).stream()
              .map(this::axes)
              .collect(Collectors.joining(", ", "zip: [", "]")));
    }
    groups.subList(to, groups.size()).forEach(group -> map.add(axis(group.get(0))));
    block.where().ifPresent(where -> map.add("where: " + quoted(where.text())));
    return map.toString();
  }

  private String axes(List<Axis> axes) {
    return axes.stream().map(this::axis).collect(Collectors.joining(", ", "{", "}"));
  }

  /** An axis as it was written, if that gives the same values with this sweep's seed and rule. */
  private String axis(Axis axis) {
    List<String> items =
        Expansion.keeps(axis, sweep.grid().seed(), sweep.grid().rule())
            ? axis.written().stream()
                .map(item -> ValueExpression.hasForm(item) ? quoted(item) : item)
                .toList()
            : axis.values().stream().map(SweepPrinter::scalar).toList();
    String values =
        items.size() == 1
            ? items.get(0)
            : items.stream().collect(Collectors.joining(", ", "[", "]"));
    return quoted(axis.name()) + ": " + values;
  }

  private static String recording(Recording recording) {
    return recording.points() == 0
        ? "none"
        : "{points: %s, spacing: %s}"
            .formatted(recording.points(), recording.spacing().name().toLowerCase(Locale.ROOT));
  }

  private static String duration(Duration duration) {
    return duration.toMillis() + "ms";
  }

  /** Prints a value so that the core schema reads it back. */
  public static String scalar(ParamValue value) {
    return value instanceof ParamValue.Text text ? quoted(text.value()) : value.text();
  }

  /** Prints a text in double quotes, unless it reads back as itself without them. */
  static String quoted(String text) {
    if (SAFE.matcher(text).matches() && !Scalars.looksLikeOther(text)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      default ->
          c < 0x20 || c >= 0x7f && !Character.isSurrogate(c)
              ? "\\u%04x".formatted((int) c)
              : String.valueOf(c);
    };
  }
}
