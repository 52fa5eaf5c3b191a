package io.gradsweep.sweeps.spec;

import io.gradsweep.results.trial.Shown;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of replicates at which a rule looks at the results: each a multiple of the one
 * before, rounded up, or more by a fixed number. Computed in decimals, as written.
 *
 * @param text {@code x1.5} or {@code +50}
 * @param factor 1 if a number is added
 * @param step 0 if the number is multiplied
 */
public record Looks(String text, BigDecimal factor, long step) {

  /** Most looks of a rule: each is a round, with a file of its own. */
  public static final int MOST = 200;

  private static final Pattern FORM =
      Pattern.compile("x([0-9]{1,4}(?:\\.[0-9]{1,6})?)|\\+([0-9]{1,12})");

  /** Half as many replicates again at each look. */
  public static final Looks DEFAULT = parse("x1.5");

  /**
   * @throws IllegalArgumentException if the text is neither a factor above 1 nor a step; the
   *     message says what would be right
   */
  public static Looks parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      BigDecimal factor =
          form.group(1) == null
              ? BigDecimal.ONE
              : new BigDecimal(form.group(1)).stripTrailingZeros();
      long step = form.group(2) == null ? 0 : Long.parseLong(form.group(2));
      if (factor.compareTo(BigDecimal.ONE) > 0 || step > 0) {
        return new Looks(step > 0 ? "+" + step : "x" + factor.toPlainString(), factor, step);
      }
    }
    throw new IllegalArgumentException(
        "'%s' (must be a factor above 1 such as x1.5, or a step such as +50)"
            .formatted(Shown.briefly(text)));
  }

  /**
   * All looks of a rule. One more than {@link #MOST} of them stand for any larger number.
   *
   * @param min replicates at the first look
   * @param max replicates at the last look
   */
  public List<Long> between(long min, long max) {
    List<Long> looks = new ArrayList<>(List.of(min));
    long last = min;
    while (last < max && looks.size() <= MOST) {
      last = after(last, max);
      looks.add(last);
    }
    return List.copyOf(looks);
  }

  private long after(long last, long max) {
    BigDecimal next = factor.multiply(BigDecimal.valueOf(last)).setScale(0, RoundingMode.CEILING);
    BigDecimal more = BigDecimal.valueOf(last).add(BigDecimal.valueOf(Math.max(1, step)));
    return next.max(more).min(BigDecimal.valueOf(max)).longValueExact();
  }
}
