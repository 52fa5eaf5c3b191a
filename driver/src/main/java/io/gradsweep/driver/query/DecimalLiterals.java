package io.gradsweep.driver.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns decimal literals of a query into doubles. SQL reads {@code 0.41000000000000003} as a
 * DECIMAL, which equals no double of a column after an engine has converted one to the other; a
 * study's real numbers are doubles, so those in a query must be too. The engine's own parser
 * locates the literals: nothing in a text, a name, a comment or a type is changed, nor what a query
 * itself casts to DECIMAL.
 */
public final class DecimalLiterals {

  /** A literal with its sign, from the position given by a parser. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "(?:[-+\\s]|/\\*(?s:.*?)\\*/|--[^\\n]*)*"
              + "(?:\\d(?:_?\\d)*\\.(?:\\d(?:_?\\d)*)?|\\.\\d(?:_?\\d)*)(?!\\w)");

  /** DuckDB's expressions are at most 1000 deep, each of them several levels of its JSON. */
  private static final JsonMapper MAPPER = mapper();

  private DecimalLiterals() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100_000).build());
    return mapper;
  }

  /**
   * @param starts positions of decimal literals found by the engine's parser @param suffix the
   *     suffix that makes a literal a double
   */
  public static String suffixed(String sql, SortedSet<Integer> starts, String suffix) {
    StringBuilder text = new StringBuilder();
    int written = 0;
    Matcher literal = LITERAL.matcher(sql);
    for (int start : starts) {
      if (literal.region(start, sql.length()).lookingAt()) {
        text.append(sql, written, literal.end()).append(suffix);
        written = literal.end();
      }
    }
    return text.append(sql, written, sql.length()).toString();
  }

  /**
   * @param tree the query as the result of DuckDB's {@code json_serialize_sql}
   */
  static String asDoubles(String sql, String tree) {
    Charset bytes = StandardCharsets.ISO_8859_1; // DuckDB counts bytes: one character for each
    String counted = new String(sql.getBytes(StandardCharsets.UTF_8), bytes);
    String doubles = suffixed(counted, starts(tree), "e0");
    return new String(doubles.getBytes(bytes), StandardCharsets.UTF_8);
  }

  private static SortedSet<Integer> starts(String tree) {
    SortedSet<Integer> starts = new TreeSet<>();
    Deque<JsonNode> waiting = new ArrayDeque<>();
    waiting.push(parsed(tree));
    while (!waiting.isEmpty()) {
      JsonNode node = waiting.pop();
      if (isDecimal(node.path("value").path("type"))) {
        JsonNode start = node.path("query_location");
        if (start.isInt()) { // else DuckDB does not know
          starts.add(start.intValue());
        }
      }
      boolean asked = isDecimal(node.path("cast_type"));
      node.forEach(child -> visit(child, asked, waiting));
    }
    return starts;
  }

  private static void visit(JsonNode child, boolean asked, Deque<JsonNode> waiting) {
    boolean exact = asked && child.path("class").asText().equals("CONSTANT");
    if (child.isContainerNode() && !exact) {
      waiting.push(child);
    }
  }

  private static boolean isDecimal(JsonNode type) {
    return type.path("id").asText().equals("DECIMAL");
  }

  private static JsonNode parsed(String tree) {
    try {
      return MAPPER.readTree(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read a query's parse tree: " + e.getMessage(), e);
    }
  }
}
