package io.gradsweep.sweeps.read;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Recording.Spacing;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.OnFailure;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.sweeps.spec.ValueRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the text of a sweep file into a sweep, or reports all of its problems at once. */
public final class SweepReader {

  static final Set<String> KEYS =
      Set.of(
          "sweep",
          "simulation",
          "about",
          "extends",
          "parameters",
          "grid",
          "replicates",
          "seed",
          "values",
          "quick",
          "record",
          "time_limit",
          "on_failure",
          ResourcesReader.KEY,
          "summary",
          "claims",
          "checks",
          "plots",
          "fit",
          "rate",
          "refine");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final int MOST_NAME = 100;
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?)(ms|s|m|h)");
  private static final Duration LONGEST = Duration.ofHours(100_000);
  private static final String RULES =
      Arrays.stream(ValueRule.values())
          .map(rule -> Integer.toString(rule.number()))
          .collect(Collectors.joining(" or "));
  private static final List<String> SPACINGS = List.of("log", "linear");

  private final Fields sweep;
  private final Author author;
  private final List<Problem> problems;

  SweepReader(Fields sweep, Author author, List<Problem> problems) {
    this.sweep = sweep;
    this.author = author;
    this.problems = problems;
  }

  /**
   * A sweep as far as it could be read, with its problems. A sweep with problems serves only to
   * find more of them.
   *
   * @param sweep empty if the text is not a map
   * @param stored whether a study keeps it; its analysis may then be one that an earlier version
   *     did not refuse
   * @param sources what was read
   */
  public record Reading(
      String origin,
      Optional<Sweep> sweep,
      List<Problem> problems,
      boolean stored,
      Sources sources) {

    /** A sweep that no text is read for. */
    public static Reading of(Sweep sweep, boolean stored) {
      return new Reading(sweep.name(), Optional.of(sweep), List.of(), stored, new Sources());
    }

    /** Returns all problems at once, as an exception. */
    public SweepProblems refusal(List<Problem> all) {
      return new SweepProblems(origin, sources.named(all));
    }
  }

  /**
   * Reads a sweep file written by a person. If it names no rule of values, the newest applies.
   *
   * @param origin the file's name, for messages
   * @param include finds the text of a file that is extended, by its relative name
   * @param overrides {@code name=value} texts of the command line
   * @param quick whether the file's {@code quick} values apply
   */
  public static Reading parse(
      String text,
      String origin,
      Function<String, Optional<String>> include,
      List<String> overrides,
      boolean quick) {
    return SweepText.parse(text, origin, include).read(overrides, quick);
  }

  /**
   * Reads a sweep that {@link SweepPrinter} wrote, of this version or an earlier one: limits for
   * people do not apply to it, and if it names no rule of values, the first applies.
   *
   * @param origin its file or place, for messages
   */
  public static Reading parseStored(String text, String origin) {
    return SweepText.stored(text, origin).read(List.of(), false);
  }

  /**
   * As {@link #parse}, for a sweep that must be valid by itself.
   *
   * @throws SweepProblems with all problems, if there are any
   */
  public static Sweep read(
      String text,
      String origin,
      Function<String, Optional<String>> include,
      List<String> overrides,
      boolean quick) {
    Reading reading = parse(text, origin, include, overrides, quick);
    if (!reading.problems().isEmpty()) {
      throw reading.refusal(reading.problems());
    }
    return reading.sweep().orElseThrow();
  }

  Sweep sweep() {
    String name = sweep.requiredText("sweep");
    if (name.length() > MOST_NAME) {
      sweep.fault(
          sweep.position("sweep"),
          "sweep: '%s' has %d characters (must be at most %d)"
              .formatted(Shown.briefly(name), name.length(), MOST_NAME));
    } else if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      sweep.fault(
          sweep.position("sweep"),
          "sweep: '%s' (must be letters, digits, . _ - and not begin with a dot)"
              .formatted(Shown.briefly(name)));
    }
    long seed = sweep.whole("seed", Long.MIN_VALUE, 0);
    ValueRule rule = rule();
    GridReader grid = new GridReader(seed, rule, author, problems);
    AnalysisReader analysis = new AnalysisReader(sweep, author);
    List<Block> blocks = grid.blocks(sweep);
    List<ClaimSpec> claims = analysis.claims();
    ReplicateReader replicates = new ReplicateReader(sweep);
    Optional<ReplicateRule> replicateRule = replicates.rule(claims);
    return new Sweep(
        name,
        sweep.requiredText("simulation", " (must be one that 'gradsweep list' shows)"),
        sweep.text("about").orElse(""),
        new Sweep.Grid(
            grid.fixed(sweep),
            blocks,
            replicates.most(replicateRule),
            replicateRule,
            seed,
            rule,
            RefineReader.read(sweep, blocks)),
        new Sweep.Execution(
            recording(), timeLimit(), onFailure(), ResourcesReader.read(sweep, problems)),
        analysis.read(claims),
        sweep.position("simulation"));
  }

  private ValueRule rule() {
    Optional<ValueRule> rule =
        ValueRule.of(sweep.whole("values", Long.MIN_VALUE, author.unnamedRule().number()));
    if (rule.isEmpty()) {
      sweep.wrong("values", sweep.value("values").orElseThrow(), RULES);
    }
    return rule.orElse(ValueRule.NEWEST);
  }

  private Optional<Duration> timeLimit() {
    Optional<String> text = sweep.text("time_limit");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = DURATION.matcher(text.get());
    double amount = parts.matches() ? Double.parseDouble(parts.group(1)) : 0;
    long millis =
        !parts.matches()
            ? 0
            : Math.round(
                amount
                    * switch (parts.group(2)) {
                      case "ms" -> 1;
                      case "s" -> 1_000;
                      case "m" -> 60_000;
                      default -> 3_600_000;
                    });
    if (millis < 1 || millis > LONGEST.toMillis()) {
      sweep.fault(
          sweep.position("time_limit"),
          "time_limit: '%s' (must be a time such as 500ms, 60s, 5m or 2h%s)"
              .formatted(
                  Shown.briefly(text.get()),
                  millis < 1 ? "" : ", at most %dh".formatted(LONGEST.toHours())));
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(millis));
  }

  private OnFailure onFailure() {
    Optional<Yaml> value = sweep.value("on_failure");
    if (value.isEmpty()) {
      return OnFailure.GO_ON;
    }
    if (!(value.get() instanceof Yaml.Mapping map)) {
      sweep.wrong("on_failure", value.get(), "a map such as {max: 10, lost: 3}");
      return OnFailure.GO_ON;
    }
    Fields policy = new Fields("on_failure", map, problems);
    policy.refuseOthers(Set.of("max", "lost"));
    return new OnFailure(count(policy, "max", 0), count(policy, "lost", 1));
  }

  private static OptionalLong count(Fields policy, String key, long least) {
    return policy.value(key).isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(policy.whole(key, least, least));
  }

  private Recording recording() {
    Optional<Yaml> value = sweep.value("record");
    if (value.isEmpty()) {
      return Recording.DEFAULT;
    }
    if (value.get() instanceof Yaml.Scalar scalar && scalar.text().equals("none")) {
      return Recording.NONE;
    }
    if (!(value.get() instanceof Yaml.Mapping map)) {
      sweep.wrong("record", value.get(), "none, or a map such as {points: 64, spacing: log}");
      return Recording.DEFAULT;
    }
    Fields record = new Fields("record", map, problems);
    record.refuseOthers(Set.of("points", "spacing", "trajectories"));
    if (record.text("trajectories").isPresent()) {
      return trajectories(record);
    }
    long points = record.whole("points", 0, Recording.DEFAULT.points());
    Optional<String> spacing = record.text("spacing");
    if (spacing.isPresent() && !SPACINGS.contains(spacing.get())) {
      record.wrongChoice("spacing", spacing.get(), SPACINGS);
    }
    Spacing chosen = spacing.filter("linear"::equals).isPresent() ? Spacing.LINEAR : Spacing.LOG;
    if (points != 0 && (points < 2 || points > Recording.MOST_POINTS)) {
      record.fault(
          record.position("points"),
          "record.points: %d (must be 0, or from 2 to %d)"
              .formatted(points, Recording.MOST_POINTS));
      return Recording.DEFAULT;
    }
    return new Recording((int) points, chosen);
  }

  private Recording trajectories(Fields record) {
    if (!record.text("trajectories").equals(Optional.of("none"))) {
      record.wrong("trajectories", record.value("trajectories").orElseThrow(), "none");
    }
    return Recording.NONE;
  }
}
