package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.LookAlikes;
import io.gradsweep.results.trial.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a filter's text into numbers, 'texts', names and signs, read one after the other. */
final class ConditionTokens {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)|('[^']*'|\"[^\"]*\")"
              + "|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|[-+*/(),<>]))");

  private record Token(String text, int begin, int end) {}

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  /**
   * @throws IllegalArgumentException if a part of the text is none of these
   */
  ConditionTokens(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (!text.substring(at).isBlank()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        String rest = text.substring(at).strip();
        throw new IllegalArgumentException(
            "'%s' is not understood%s (character %d)"
                .formatted(
                    Shown.briefly(rest),
                    LookAlikes.indexIn(rest, 0, 1) < 0 ? "" : ": " + LookAlikes.words(rest, 0),
                    text.indexOf(rest, at) + 1));
      }
      String token = matcher.group().strip();
      tokens.add(new Token(token, matcher.end() - token.length(), matcher.end()));
      at = matcher.end();
    }
    tokens.add(new Token("", text.length(), text.length()));
  }

  int size() {
    return tokens.size();
  }

  /** The place of the next token, counted in tokens. */
  int place() {
    return next;
  }

  /** The next token; empty at the end. */
  String peek() {
    return tokens.get(next).text();
  }

  String take() {
    return tokens.get(next++).text();
  }

  boolean take(String token) {
    if (peek().equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  void require(String token) {
    if (!take(token)) {
      throw unexpected("'" + token + "'");
    }
  }

  /** The text read since a place, as written. */
  String since(int place) {
    int end = tokens.get(Math.max(place, next - 1)).end();
    return Shown.briefly(text.substring(tokens.get(place).begin(), end));
  }

  IllegalArgumentException unexpected(String expected) {
    String found = peek().isEmpty() ? "the end" : "'" + Shown.briefly(peek()) + "'";
    return wrong("%s where %s is expected".formatted(found, expected), next);
  }

  IllegalArgumentException wrong(String what, int place) {
    return new IllegalArgumentException(
        "%s (character %d)".formatted(what, tokens.get(place).begin() + 1));
  }
}
