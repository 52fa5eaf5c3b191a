package io.gradsweep.driver.query;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.LookAlikes;
import java.util.regex.Pattern;

/**
 * Finds misleading characters of a query, such as a typographic minus sign from a page. An engine
 * may take one for a name: {@code SELECT rate −1} is then the rate, under another name.
 */
public enum SqlCharacters {
  DUCKDB("[eE]'(?:[^'\\\\]|\\\\.)*+'|'[^']*'|(\\$\\w*\\$).*?\\1"),
  SPARK("[rR]'[^']*'|'(?:[^'\\\\]|\\\\.)*+'");

  /** Parts of SQL in which any character is allowed: texts, names in quotes, comments. */
  private final Pattern free;

  SqlCharacters(String texts) {
    free = Pattern.compile(texts + "|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  }

  /**
   * Refuses characters that no name has, outside of quotes and comments.
   *
   * @param what the text is, such as a query
   */
  public void requireOwn(String sql, String what) {
    String bare = bare(sql);
    for (int i = 0; i < bare.length(); i += Character.charCount(bare.codePointAt(i))) {
      if (LookAlikes.isOne(bare.codePointAt(i)) && !isOfNames(bare.codePointAt(i))) {
        throw new RequestException(
            "Cannot answer %1$s: %2$s of the %1$s (must be the one that it looks like; in quotes, any is right)"
                .formatted(what, found(bare, i)));
      }
    }
  }

  /**
   * Whether a character is allowed in names: letters of any alphabet, except full-width
   * look-alikes.
   */
  private static boolean isOfNames(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK ->
          !LookAlikes.isFullWidth(c);
      default -> false;
    };
  }

  /** An engine's message on a refused query, with the character that may be the reason. */
  public String named(String words, String sql) {
    String bare = bare(sql);
    int at = LookAlikes.indexIn(bare, 0, bare.length());
    return at < 0 ? words : "%s; %s of the query".formatted(words, found(bare, at));
  }

  private String bare(String sql) {
    return free.matcher(sql).replaceAll(match -> " ".repeat(match.group().length()));
  }

  private static String found(String text, int index) {
    return "there is %s at character %d"
        .formatted(LookAlikes.words(text, index), text.codePointCount(0, index) + 1);
  }
}
