package io.gradsweep.results.trial;

/**
 * Formats foreign texts for messages: on one line, short, and with every control or invisible
 * character escaped.
 */
public final class Shown {

  private static final int MOST_CHARACTERS = 60;

  private Shown() {}

  /** The beginning of a text, on one line. */
  public static String briefly(String text) {
    return beginning(text, MOST_CHARACTERS);
  }

  /** The beginning of a text, on one line, at most so many characters long. */
  public static String beginning(String text, int most) {
    int end = Math.min(text.length(), 4 * most);
    String line = visibly(text.substring(0, end).replaceAll("\\s+", " "));
    if (line.length() <= most && end == text.length()) {
      return line;
    }
    int cut = Math.min(line.length(), most - 1);
    return line.substring(0, cut - (Character.isHighSurrogate(line.charAt(cut - 1)) ? 1 : 0)) + "…";
  }

  /** The whole text; its line ends and tabs stay. */
  public static String visibly(String text) {
    if (text.codePoints().noneMatch(Shown::isHidden)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                for (char unit : Character.toChars(c)) { // as in JSON
                  visible.append("\\u%04x".formatted((int) unit));
                }
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  /**
   * Whether a character is a control, a mark that turns the direction of writing, or half of a
   * character.
   */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
