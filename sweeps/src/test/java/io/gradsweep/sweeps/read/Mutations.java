package io.gradsweep.sweeps.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Sweep files gone wrong, from files that are right: a few changes each, of the text or of what it
 * says, all drawn from one number.
 */
public final class Mutations {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.+-]+");
  private static final Pattern KEY = Pattern.compile("([A-Za-z_]+)(?=: )");

  private static final String[] HOSTILE = {
    "",
    "~",
    "no",
    "true",
    ".inf",
    "-.INF",
    ".nan",
    "1e400",
    "-0.0",
    "1e30",
    "1000000000000000000000000000000",
    "9223372036854775807",
    "0x7fffffffffffffff",
    "-9223372036854775808",
    "5e-324",
    "1.5ms",
    "999999999h",
    "linspace(0, 1, 3)",
    "'linspace(0, 1, 1e6)'",
    "'linspace(-1e308, 1e308, 3)'",
    "'logspace(-300, 300, 7)'",
    "'range(0, 1, 0)'",
    "'uniform(1, 1, 5)'",
    "'geomspce(1, 2, 3)'",
    "'(((('",
    "../../etc/passwd",
    "\"\\e[31mred\\u202e\"",
    "\"a\\0b\"",
    "\"\\ud800\"",
    "'; DROP TABLE trials; --'",
    "$(rm -rf /)",
    "&a [1, 2]",
    "*a",
    "!!python/object:os.system 1",
    "? x",
    "[1, 2]",
    "{a: 1}",
    "[[1], {b: [2]}]",
    "[]",
    "{}",
    "| x",
    "%TAG",
    "\u00e9\u4e2d\uD83D\uDE00"
  };

  private static final String[] CHARACTERS = {
    "\t",
    "\r",
    "\0",
    "\u001b[2J",
    "\u0007",
    "\uFEFF",
    "\u0085",
    "\u2028",
    "\u202e",
    "\uD83D\uDE00",
    "\uD800",
    ":",
    ": ",
    ",",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "#",
    " #",
    "\"",
    "'",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "?",
    "\n",
    "\n---\n",
    "\n...\n",
    "\\"
  };

  private final SplittableRandom random;

  private Mutations(SplittableRandom random) {
    this.random = random;
  }

  /** A wrong file, or by chance a right one: the same for the same number. */
  public static String of(String text, long number) {
    Mutations mutations = new Mutations(new SplittableRandom(number));
    String mutated = text;
    int changes = 1 + mutations.random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutated = mutations.changed(mutated);
    }
    return mutated;
  }

  private String changed(String text) {
    if (text.isEmpty()) {
      return oneOf(HOSTILE);
    }
    return switch (random.nextInt(18)) {
      case 0 -> without(text);
      case 1 -> withLine(text, lines -> lines.add(at(lines), lines.get(at(lines))));
      case 2 -> withLine(text, lines -> Collections.swap(lines, at(lines), at(lines)));
      case 3 -> text.substring(0, random.nextInt(text.length()));
      case 4, 5 -> inserted(text, oneOf(CHARACTERS));
      case 6 -> withLine(text, lines -> lines.set(at(lines), indented(lines.get(at(lines)))));
      case 7, 8, 9 -> replaced(text, WORD, word -> oneOf(HOSTILE));
      case 10, 11 -> replaced(text, KEY, this::misspelt);
      case 12 -> replaced(text, WORD, this::misspelt);
      case 13 -> replaced(text, WORD, this::nested);
      case 14 -> withLine(text, lines -> lines.remove(at(lines)));
      case 15 -> text.replace("\n", oneOf("\r\n", "\r", "\n\n", " "));
      default -> restructured(text);
    };
  }

  private interface Change {
    void to(List<String> lines);
  }

  private interface Replacement {
    String of(String word);
  }

  @SafeVarargs
  private <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private int at(List<?> list) {
    return random.nextInt(list.size());
  }

  private String without(String text) {
    int from = random.nextInt(text.length());
    return text.substring(0, from)
        + text.substring(Math.min(text.length(), from + 1 + random.nextInt(40)));
  }

  private String inserted(String text, String what) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + what + text.substring(at);
  }

  private static String withLine(String text, Change change) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    change.to(lines);
    return String.join("\n", lines);
  }

  private String indented(String line) {
    return oneOf(" " + line, "   " + line, "\t" + line, line.strip(), "- " + line);
  }

  private String misspelt(String word) {
    int at = random.nextInt(word.length());
    char letter = (char) ('a' + random.nextInt(26));
    return word.substring(0, at) + letter + word.substring(at + random.nextInt(2));
  }

  private String nested(String word) {
    int levels = oneOf(1, 3, 60, 3000);
    return random.nextBoolean()
        ? "[".repeat(levels) + word + "]".repeat(levels)
        : "{a: ".repeat(levels) + word + "}".repeat(levels);
  }

  private String replaced(String text, Pattern pattern, Replacement replacement) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    if (found.isEmpty()) {
      return inserted(text, oneOf(HOSTILE));
    }
    MatchResult match = found.get(at(found));
    return text.substring(0, match.start())
        + replacement.of(match.group())
        + text.substring(match.end());
  }

  /** Changes what the file says, and writes it anew; as it is where it says nothing. */
  private String restructured(String text) {
    try {
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
      return new Dump(DumpSettings.builder().build()).dumpToString(restructured(tree, 0));
    } catch (YamlEngineException | StackOverflowError e) {
      return inserted(text, oneOf(HOSTILE));
    }
  }

  private Object restructured(Object node, int depth) {
    if (node instanceof Map<?, ?> map && !map.isEmpty() && !stops(depth)) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      Object key = List.copyOf(map.keySet()).get(random.nextInt(map.size()));
      switch (random.nextInt(4)) {
        case 0 -> copy.remove(key);
        case 1 -> copy.put(String.valueOf(key) + "s", copy.remove(key));
        default -> copy.put(key, restructured(map.get(key), depth + 1));
      }
      return copy;
    }
    if (node instanceof List<?> list && !list.isEmpty() && !stops(depth)) {
      List<Object> copy = new ArrayList<>(list);
      int at = at(list);
      switch (random.nextInt(4)) {
        case 0 -> copy.remove(at);
        case 1 -> copy.add(list.get(at));
        default -> copy.set(at, restructured(list.get(at), depth + 1));
      }
      return copy;
    }
    return oneOf(
        null,
        "",
        "text",
        -1,
        0,
        1_000_000_000_000L,
        1e-300,
        true,
        List.of(),
        Map.of(),
        List.of(node == null ? "" : node),
        Map.of("a", node == null ? "" : node),
        List.of(1, 1),
        "linspace(0, 1, 5)");
  }

  private boolean stops(int depth) {
    return depth > 0 && random.nextInt(4) == 0;
  }
}
