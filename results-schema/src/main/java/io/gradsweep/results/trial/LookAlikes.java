package io.gradsweep.results.trial;

import java.util.Locale;

/**
 * Finds characters that resemble another one, or that are invisible: minus signs, spaces, quotes
 * and digits from pasted text, letters of other alphabets. Names, numbers and signs of gradsweep's
 * languages are ASCII.
 */
public final class LookAlikes {

  private static final int LAST_ASCII = 0x7f;
  private static final int FIRST_FULL_WIDTH = 0xff01;
  private static final int LAST_FULL_WIDTH = 0xff5e;

  private LookAlikes() {}

  /** Offset of the first one in a part of a text; -1 if there is none. */
  public static int indexIn(String text, int from, int to) {
    for (int i = from; i < to; i += Character.charCount(text.codePointAt(i))) {
      if (isOne(text.codePointAt(i))) {
        return i;
      }
    }
    return -1;
  }

  public static boolean isOne(int c) {
    boolean latin =
        Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
    return c > LAST_ASCII && (isFullWidth(c) || !latin);
  }

  /**
   * Whether a character is the full-width form of an ASCII one, as wide as East Asian characters.
   */
  public static boolean isFullWidth(int c) {
    return c >= FIRST_FULL_WIDTH && c <= LAST_FULL_WIDTH;
  }

  /** The character's number and name, such as {@code U+2212 (minus sign)}. */
  public static String words(String text, int index) {
    int c = text.codePointAt(index);
    String name = Character.getName(c);
    String number = "U+%04X".formatted(c);
    return name == null ? number : "%s (%s)".formatted(number, name.toLowerCase(Locale.ROOT));
  }
}
