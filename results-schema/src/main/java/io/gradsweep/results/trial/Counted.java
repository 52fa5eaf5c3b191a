package io.gradsweep.results.trial;

import java.util.Locale;

/** Formats numbers of things for people: {@code 1 trial}, {@code 2 trials}. */
public final class Counted {

  private Counted() {}

  /**
   * @param thing the name of one of them, whose plural ends in s
   */
  public static String of(long count, String thing) {
    return count + " " + noun(count, thing);
  }

  /** As {@link #of}, with commas between thousands. */
  public static String grouped(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s", count, noun(count, thing));
  }

  /** The verb that follows such a number. */
  public static String are(long count) {
    return count == 1 ? "is" : "are";
  }

  /** The same of having. */
  public static String have(long count) {
    return count == 1 ? "has" : "have";
  }

  private static String noun(long count, String thing) {
    return count == 1 ? thing : thing + "s";
  }
}
