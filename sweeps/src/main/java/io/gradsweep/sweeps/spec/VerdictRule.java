package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Replicates until each claim's interval lies inside its bound, or outside: {@code until: claims}.
 *
 * @param claims those for whose answers gradsweep makes intervals, in the order of the file
 */
public record VerdictRule(List<ClaimSpec> claims) implements StoppingRule {

  /** The rule in a sweep file. */
  public static final String TEXT = "claims";

  /** The share of studies that may give a wrong verdict, over all looks together. */
  private static final double ERROR = 0.05;

  public VerdictRule {
    claims = List.copyOf(claims);
  }

  /** The rule of a sweep's claims; checks of the code are no part of it. */
  public static VerdictRule of(List<ClaimSpec> all) {
    return new VerdictRule(
        all.stream().filter(claim -> !claim.isCheck() && claim.question().hasInterval()).toList());
  }

  /**
   * The level of each interval, so that all looks together are wrong in as few studies as one look
   * at 95 %.
   */
  public static double level(int looks) {
    return 1 - ERROR / looks;
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public String spelling() {
    return claims.stream().map(VerdictRule::spelling).collect(Collectors.joining(" and "));
  }

  private static String spelling(ClaimSpec claim) {
    Bound bound = claim.bound();
    String window =
        claim.question() instanceof Question.Exponent line
            ? " from %s to %s".formatted(line.fit().from(), line.fit().to())
            : "";
    return "%s%s in %s%s, %s%s"
        .formatted(
            claim.question().words(),
            window,
            bound.open() ? "(" : "[",
            bound.low(),
            bound.high(),
            bound.open() ? ")" : "]");
  }

  @Override
  public String toString() {
    return TEXT;
  }
}
