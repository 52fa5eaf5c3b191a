package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The change along an axis that is followed, if there are several. */
public enum WhichCrossing {
  LAST,
  FIRST;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(WhichCrossing::word).toList();
  }

  public static Optional<WhichCrossing> of(String word) {
    return Arrays.stream(values()).filter(which -> which.word().equals(word)).findFirst();
  }
}
