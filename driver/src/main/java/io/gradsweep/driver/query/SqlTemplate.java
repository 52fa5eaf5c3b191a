package io.gradsweep.driver.query;

import io.gradsweep.driver.ResourceText;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A long query of gradsweep itself: a resource in {@code /sql}, in which <code>${x}</code> stands
 * for SQL that is filled in under the name x.
 */
public final class SqlTemplate {

  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

  private SqlTemplate() {}

  /**
   * Fills in all places of a query.
   *
   * @param name of the resource, without its ending
   * @param values SQL by the names of the places; quoted, where it is a name or a text
   */
  public static String filled(String name, Map<String, String> values) {
    Set<String> places = new HashSet<>();
    String sql =
        PLACE
            .matcher(ResourceText.text("/sql/" + name + ".sql"))
            .replaceAll(
                place -> {
                  places.add(place.group(1));
                  return Matcher.quoteReplacement(values.getOrDefault(place.group(1), ""));
                });
    if (!places.equals(values.keySet())) {
      throw new IllegalArgumentException(
          "Cannot fill %s.sql: with %s (must be %s)".formatted(name, values.keySet(), places));
    }
    return sql;
  }
}
