package io.gradsweep.sweeps.spec;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the words in expressions that may be names of columns. */
final class Identifiers {

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Identifiers() {}

  /** Words outside of quotes: names, and words of the language. */
  static Set<String> in(String expression) {
    return WORD.matcher(QUOTED.matcher(expression).replaceAll(" "))
        .results()
        .map(word -> word.group())
        .collect(Collectors.toUnmodifiableSet());
  }
}
