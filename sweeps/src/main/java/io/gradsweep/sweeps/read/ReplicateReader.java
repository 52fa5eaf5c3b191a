package io.gradsweep.sweeps.read;

import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Looks;
import io.gradsweep.sweeps.spec.PrecisionRule;
import io.gradsweep.sweeps.spec.ReplicateRule;
import io.gradsweep.sweeps.spec.StoppingRule;
import io.gradsweep.sweeps.spec.VerdictRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the number of replicates, or the rule that decides it. */
final class ReplicateReader {

  private static final String KEY = "replicates";
  private static final Set<String> KEYS = Set.of("until", "by", "min", "max", "looks");

  private static final String EXAMPLE = "half_width(success) <= 0.05";

  /** Stands for a condition that could not be read, and names no column. */
  private static final PrecisionRule UNREAD = PrecisionRule.parse(EXAMPLE);

  private final Fields sweep;

  ReplicateReader(Fields sweep) {
    this.sweep = sweep;
  }

  /** The number that is written, or the most that the rule may need. */
  long most(Optional<ReplicateRule> rule) {
    if (rule.isPresent()) {
      return rule.get().max();
    }
    return ruleMap().isPresent() ? 1 : sweep.whole(KEY, 1, 1);
  }

  private Optional<Yaml.Mapping> ruleMap() {
    return sweep.value(KEY).filter(Yaml.Mapping.class::isInstance).map(Yaml.Mapping.class::cast);
  }

  /**
   * The rule; empty if a number is written. What could not be read of it is replaced, so that the
   * rest can be checked.
   *
   * @param claims the sweep's
   */
  Optional<ReplicateRule> rule(List<ClaimSpec> claims) {
    if (ruleMap().isEmpty()) {
      return Optional.empty();
    }
    Fields rule = sweep.map(KEY, ruleMap().get());
    rule.refuseOthers(KEYS);
    Optional<StoppingRule> until = until(rule, claims);
    List<String> by = by(rule);
    Optional<Looks> looks = looks(rule);
    long min = number(rule, "min", 10);
    long max = number(rule, "max", 0);
    if (rule.value("max").isEmpty()) {
      rule.fault(
          ruleMap().get().position(),
          "replicates.max is missing (must be the most replicates of a cell, such as 1000)");
    }
    if (min > 0 && min < ReplicateRule.LEAST) {
      rule.fault(
          rule.position("min"),
          "replicates.min: %d (must be at least %d)".formatted(min, ReplicateRule.LEAST));
    }
    if (max > 0 && max < min) {
      rule.fault(
          rule.position("max"),
          "replicates.max: %d is below min: %d (must be at least min)".formatted(max, min));
    }
    boolean readable = looks.isPresent() && min >= ReplicateRule.LEAST && max >= min;
    if (readable && looks.get().between(min, max).size() > Looks.MOST) {
      rule.fault(
          rule.position("looks"),
          "replicates.looks: '%s' makes more than %d looks from %d to %d (must be at most %d)"
              .formatted(looks.get().text(), Looks.MOST, min, max, Looks.MOST));
    }
    long least = Math.max(min, ReplicateRule.LEAST);
    return Optional.of(
        new ReplicateRule(
            until.orElse(UNREAD),
            by,
            least,
            Math.max(max, least),
            looks.orElse(Looks.DEFAULT),
            ruleMap().get().position()));
  }

  /** A number of replicates; 0 if it is no such number, which is reported. */
  private static long number(Fields rule, String key, long otherwise) {
    return rule.value(key).isEmpty() ? otherwise : rule.whole(key, 1, 0);
  }

  private static Optional<StoppingRule> until(Fields rule, List<ClaimSpec> claims) {
    String text = rule.requiredText("until", " (must be a condition such as '" + EXAMPLE + "')");
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (text.strip().equals(VerdictRule.TEXT)) {
      return verdicts(rule, VerdictRule.of(claims));
    }
    try {
      return Optional.of(PrecisionRule.parse(text));
    } catch (IllegalArgumentException e) {
      rule.fault(rule.position("until"), "replicates.until: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<StoppingRule> verdicts(Fields rule, VerdictRule verdicts) {
    if (rule.value("by").isPresent()) {
      rule.fault(
          rule.position("by"),
          "replicates.by: beside until: claims (must be left out: the claims say which grid points"
              + " go on)");
    }
    if (verdicts.claims().isEmpty()) {
      rule.fault(
          rule.position("until"),
          "replicates.until: claims, but no claim has an interval made by gradsweep (must be at"
              + " least one in the form of, compare or fit; sql, every and checks are judged at the"
              + " end)");
    }
    return Optional.of(verdicts);
  }

  private static List<String> by(Fields rule) {
    List<String> by = rule.texts("by");
    if (rule.value("by").isPresent() && by.isEmpty()) {
      rule.fault(
          rule.position("by"),
          "replicates.by: nothing (must be names of parameters; without it, each grid point is a"
              + " cell)");
    }
    if (new LinkedHashSet<>(by).size() < by.size()) {
      rule.fault(rule.position("by"), "replicates.by: a name stands twice");
    }
    return by;
  }

  private static Optional<Looks> looks(Fields rule) {
    Optional<String> text = rule.text("looks");
    if (text.isEmpty()) {
      return rule.value("looks").isEmpty() ? Optional.of(Looks.DEFAULT) : Optional.empty();
    }
    try {
      return Optional.of(Looks.parse(text.get()));
    } catch (IllegalArgumentException e) {
      rule.fault(rule.position("looks"), "replicates.looks: " + e.getMessage());
      return Optional.empty();
    }
  }
}
