package io.gradsweep.driver.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/**
 * Values of an answer, in types that do not depend on the engine: numbers, texts, truth values,
 * times ({@code Instant} if they have a zone), texts for lengths of time ({@link IntervalText}),
 * hexadecimal digits for bytes, lists, and maps by text for maps and structs.
 */
public final class Cell {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Cell() {}

  /** Converts a value from DuckDB's JDBC driver. */
  static Object ofDuckDb(Object value, DuckDbType type) throws SQLException {
    if (type.isInterval() && value != null) {
      return IntervalText.ofDuckDb(value.toString());
    }
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof Blob blob) {
      return hex(blob.getBytes(1, Math.toIntExact(blob.length())));
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return hex(copy);
    }
    if (value instanceof Array array) {
      List<Object> values = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        values.add(ofDuckDb(element, type.element()));
      }
      return values;
    }
    Map<?, ?> fields = value instanceof DuckDBStruct struct ? struct.getMap() : null;
    if (fields == null && value instanceof Map<?, ?> map) {
      fields = map;
    }
    if (fields == null) {
      return value;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      boolean struct = value instanceof DuckDBStruct;
      Object key = struct ? field.getKey() : ofDuckDb(field.getKey(), type.field(0));
      values.put(text(key), ofDuckDb(field.getValue(), type.field(struct ? place++ : 1)));
    }
    return values;
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** A value for other programs: every digit; lists and maps as JSON. */
  public static String text(Object value) {
    if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time); // with its seconds, even if none
    }
    if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }
    if (value instanceof OffsetTime time) {
      return DateTimeFormatter.ISO_OFFSET_TIME.format(time);
    }
    if (!(value instanceof List || value instanceof Map)) {
      return String.valueOf(value);
    }
    try {
      return MAPPER.writeValueAsString(json(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON: " + value.getClass(), e);
    }
  }

  /** A value for JSON; a number that is not finite becomes null. */
  static Object json(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue()) ? value : null;
    }
    if (value instanceof List<?> list) {
      return Arrays.asList(list.stream().map(Cell::json).toArray());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((key, field) -> fields.put((String) key, json(field)));
      return fields;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : text(value);
  }
}
