package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The axes of a plot that are logarithmic. */
public enum PlotScale {
  LINEAR,
  /** Both, but time and steps stay linear: a rate is a straight line over them. */
  LOG,
  LOGLOG,
  LOGX,
  LOGY,
  /** Another word for {@link #LOGY}. */
  SEMILOG,
  /** A word that an early version stored unread: no plot can be drawn on it. */
  UNREAD;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).filter(scale -> scale != UNREAD).map(PlotScale::word).toList();
  }

  public static Optional<PlotScale> of(String word) {
    return words().contains(word)
        ? Optional.of(valueOf(word.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }
}
