package io.gradsweep.driver.query;

import io.gradsweep.results.trial.LookAlikes;
import java.util.regex.Pattern;

/** Characters of a query that are not what they look like, such as a minus sign from a page. */
public final class SqlCharacters {

  /** Where any character may stand: texts, names in quotes, comments. */
  private static final Pattern FREE =
      Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private SqlCharacters() {}

  /** An engine's words about a query that it refuses, with the character that may be why. */
  public static String named(String words, String sql) {
    String bare = FREE.matcher(sql).replaceAll(match -> " ".repeat(match.group().length()));
    int at = LookAlikes.indexIn(bare, 0, bare.length());
    return at < 0
        ? words
        : "%s; there is %s at character %d of the query"
            .formatted(words, LookAlikes.words(bare, at), bare.codePointCount(0, at) + 1);
  }
}
