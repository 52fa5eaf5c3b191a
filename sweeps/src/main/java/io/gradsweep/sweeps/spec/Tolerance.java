package io.gradsweep.sweeps.spec;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The width at which a bracket is narrow enough.
 *
 * @param amount above 0; of the smaller end's magnitude if it is a share
 * @param share whether it was written in percent
 */
public record Tolerance(BigDecimal amount, boolean share) {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{0,20}\\.?[0-9]{1,20}(?:[eE][-+]?[0-9]{1,3})?)\\s*(%?)");

  public Tolerance {
    requireNonNull(amount, "amount is null");
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException(
          "Cannot use tolerance: %s (must be above 0)".formatted(amount));
    }
    amount = amount.stripTrailingZeros();
  }

  /** Reads {@code 0.1%} or {@code 0.001}; empty if the text is neither, or not above 0. */
  public static Optional<Tolerance> parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(parts.group(1));
    boolean share = !parts.group(2).isEmpty();
    return number.signum() <= 0
        ? Optional.empty()
        : Optional.of(new Tolerance(share ? number.movePointLeft(2) : number, share));
  }

  /** The tolerance as a person writes it. */
  public String text() {
    return share
        ? amount.movePointRight(2).stripTrailingZeros().toPlainString() + "%"
        : amount.toString().replace("E+", "e").replace("E", "e");
  }

  /** Whether a bracket from a to b is wide. */
  public boolean isExceeded(BigDecimal a, BigDecimal b) {
    BigDecimal most = share ? amount.multiply(a.abs().min(b.abs())) : amount;
    return b.subtract(a).compareTo(most) > 0;
  }
}
