package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The axes on which a fit is a straight line; y is logarithmic on both scales. */
public enum FitScale {
  /** ln y against ln x. */
  LOGLOG,
  /** ln y against x. */
  SEMILOG;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(FitScale::word).toList();
  }

  public static Optional<FitScale> of(String word) {
    return Arrays.stream(values()).filter(scale -> scale.word().equals(word)).findFirst();
  }
}
