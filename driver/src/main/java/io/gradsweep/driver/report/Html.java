package io.gradsweep.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes markup: the only place where text becomes HTML. Every text and every attribute's value is
 * escaped, and elements close in the required order.
 *
 * <p>A page of sections, tables and figures needs no template language, which would be one more
 * archive besides Spark's and a second place in which escaping can be forgotten.
 */
final class Html {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * @param attributes names and values in turn; a null value leaves its attribute out
   */
  Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes an element that contains only a text. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An element that HTML never closes, such as {@code meta}. */
  Html empty(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  Html line() {
    out.append('\n');
    return this;
  }

  /** A script or style of our own, which HTML takes as it is up to its closing tag. */
  Html verbatim(String tag, String content, String... attributes) {
    if (content.contains("</" + tag) || content.contains("<!--")) {
      throw new IllegalArgumentException("Cannot embed %s: it ends itself".formatted(tag));
    }
    start(tag, attributes);
    out.append(content).append("</").append(tag).append('>');
    return this;
  }

  /** Writes data for scripts: JSON that cannot end its element, whatever its texts contain. */
  Html data(String id, Object value) {
    return verbatim("script", json(value), "type", "application/json", "id", id);
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        out.append(escaped(attributes[i + 1])).append('"');
      }
    }
    out.append('>');
  }

  /**
   * @throws IllegalStateException if an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Cannot end page: <%s> is open".formatted(open.peek()));
    }
    return out.toString();
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isAllowed(c) ? c : '\ufffd');
      }
    }
    return escaped.toString();
  }

  /** Whether HTML allows a character: no control characters except spaces. */
  private static boolean isAllowed(char c) {
    return c >= 0x20 && c != 0x7f || c == '\n' || c == '\t';
  }

  /** JSON without {@code <}, {@code >}, {@code &} and the line ends that only JavaScript knows. */
  static String json(Object value) {
    try {
      return MAPPER
          .writeValueAsString(value)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON: " + value.getClass(), e);
    }
  }
}
