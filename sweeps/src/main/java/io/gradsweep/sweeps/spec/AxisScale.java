package io.gradsweep.sweeps.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The scale of an axis: that on which its middle, its steps and its distances are meant. */
public enum AxisScale {
  LINEAR,
  LOG;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(AxisScale::word).toList();
  }

  public static Optional<AxisScale> of(String word) {
    return Arrays.stream(values()).filter(scale -> scale.word().equals(word)).findFirst();
  }
}
