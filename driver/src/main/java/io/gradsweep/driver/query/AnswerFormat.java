package io.gradsweep.driver.query;

import com.github.freva.asciitable.HorizontalAlign;
import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/**
 * The formats for printing rows. Tables round numbers for people; CSV and JSON keep every digit.
 */
public enum AnswerFormat {
  TABLE {
    @Override
    public String print(Answer answer) {
      return print(answer, Integer.MAX_VALUE);
    }

    @Override
    public String print(Answer answer, int width) {
      return TextTable.of(answer, width);
    }
  },
  CSV {
    @Override
    public String print(Answer estimates) {
      Answer answer = estimates.flat();
      StringBuilder text = new StringBuilder();
      try {
        line(answer.columns(), false, text);
        for (List<Object> row : answer.rows()) {
          line(row, answer.verbatim(), text);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString();
    }

    /**
     * Writes a line; an empty text that is a value gets quotes, to distinguish it from no value.
     */
    private void line(List<?> cells, boolean verbatim, StringBuilder text) throws IOException {
      String between = "";
      for (Object cell : cells) {
        text.append(between);
        String value = cell == null ? null : Cell.text(cell);
        if (value != null && (verbatim || !value.isEmpty())) {
          CSVFormat.DEFAULT.print(value, text, true);
        }
        between = ",";
      }
      text.append('\n');
    }
  },
  JSON {
    @Override
    public String print(Answer estimates) {
      Answer answer = estimates.flat();
      List<Map<String, Object>> rows = new ArrayList<>();
      for (List<Object> row : answer.rows()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        IntStream.range(0, row.size())
            .forEach(i -> fields.put(answer.columns().get(i), Cell.json(row.get(i))));
        rows.add(fields);
      }
      return Json.answer(rows);
    }
  },
  MARKDOWN {
    @Override
    public String print(Answer answer) {
      String rule =
          IntStream.range(0, answer.columns().size())
              .mapToObj(i -> align(answer, i) == HorizontalAlign.RIGHT ? "---:" : "---")
              .collect(Collectors.joining(" | ", "| ", " |\n"));
      List<ColumnTexts> texts =
          IntStream.range(0, answer.columns().size())
              .mapToObj(i -> ColumnTexts.of(answer, i))
              .toList();
      StringBuilder text = new StringBuilder(line(answer.columns().stream())).append(rule);
      answer
          .rows()
          .forEach(
              row ->
                  text.append(
                      line(
                          IntStream.range(0, row.size())
                              .mapToObj(i -> texts.get(i).of(row.get(i))))));
      return text.toString();
    }

    private String line(Stream<String> cells) {
      return cells
          .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
          .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
  };

  public abstract String print(Answer answer);

  /**
   * The same for a terminal; other programs get everything.
   *
   * @param width characters of a line
   */
  public String print(Answer answer, int width) {
    return print(answer);
  }

  static HorizontalAlign align(Answer answer, int column) {
    return answer.rows().stream()
            .map(row -> Beside.plain(row.get(column)))
            .allMatch(
                value -> value == null || value instanceof Number || value instanceof Estimate)
        ? HorizontalAlign.RIGHT
        : HorizontalAlign.LEFT;
  }

  /** A value for people: numbers to five significant digits, nothing for null. */
  public static String text(Object value) {
    return ColumnTexts.of(Collections.singletonList(value)).of(value);
  }
}
