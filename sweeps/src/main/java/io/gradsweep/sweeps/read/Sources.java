package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.LookAlikes;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts from which a sweep was read. They show whether a misleading look-alike character is at
 * the place of a problem.
 */
final class Sources {

  /** Name of the text of the command line: one override per line, in their order. */
  static final String COMMAND_LINE = "command line";

  /**
   * Most problems that are examined, more than a person is shown; each requires a look at its line.
   */
  private static final int MOST_NAMED = 100;

  /**
   * Characters that end a value without quotes before the line does: a bracket, or the next key.
   */
  private static final Pattern END =
      Pattern.compile("[}\\]]|,\\s*[\"']?[A-Za-z0-9_]+[\"']?\\s*:|\\s#");

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, List<String>> lines = new HashMap<>();

  void add(String file, String text) {
    texts.put(file, text);
  }

  private List<String> lines(String file) {
    String text = texts.getOrDefault(file, "");
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return lines.computeIfAbsent(file, name -> List.of(bare.split("\\R", -1)));
  }

  /**
   * The problems, each with the look-alike character if there is one; unchanged if there are very
   * many.
   */
  List<Problem> named(List<Problem> problems) {
    return problems.size() > MOST_NAMED ? problems : problems.stream().map(this::named).toList();
  }

  private Problem named(Problem problem) {
    Position place = problem.position();
    List<String> text = lines(place.file());
    boolean override = place.file().equals(COMMAND_LINE);
    int number = override ? place.column() : place.line();
    if (number < 1 || number > text.size() || problem.message().contains("U+")) {
      return problem;
    }
    String line = text.get(number - 1);
    boolean whole = override || problem.message().startsWith("not YAML");
    int from = whole ? 0 : index(line, place.column());
    int end = whole ? line.length() : end(line, from);
    int at = LookAlikes.indexIn(line, key(line, from), end);
    if (at < 0) {
      return problem;
    }
    String where = override ? "" : " in column %d".formatted(line.codePointCount(0, at) + 1);
    return new Problem(
        place, "%s; there is %s%s".formatted(problem.message(), LookAlikes.words(line, at), where));
  }

  private static int index(String line, int column) {
    int characters = Math.min(Math.max(0, column - 1), line.codePointCount(0, line.length()));
    return line.offsetByCodePoints(0, characters);
  }

  /** Position of a value's key, which may itself be wrong. */
  private static int key(String line, int value) {
    return Math.max(line.lastIndexOf('{', value - 1), line.lastIndexOf(',', value - 1)) + 1;
  }

  private static int end(String line, int from) {
    char first = from < line.length() ? line.charAt(from) : ' ';
    int quote = first == '\'' || first == '"' ? line.indexOf(first, from + 1) : -1;
    if (quote >= 0) {
      return quote;
    }
    Matcher end = END.matcher(line).region(from, line.length());
    return end.find() ? end.start() : line.length();
  }
}
