package io.gradsweep.sweeps.spec;

/** Finds the ends of what stands in parentheses, past texts in quotes. */
final class Parentheses {

  private Parentheses() {}

  /** The index after the parenthesis that closes the one at {@code open}; -1 if none does. */
  static int end(String text, int open) {
    int depth = 0;
    char quote = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
