package io.gradsweep.driver.query;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.gradsweep.driver.store.Json;
import io.gradsweep.results.summary.Interval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** How rows are printed. Tables round numbers for the eye; CSV and JSON keep every digit. */
public enum AnswerFormat {
  TABLE {
    @Override
    public String print(Answer answer) {
      List<ColumnData<List<Object>>> columns = new ArrayList<>();
      for (int i = 0; i < answer.columns().size(); i++) {
        int column = i;
        columns.add(
            new Column()
                .header(answer.columns().get(i))
                .headerAlign(align(answer, i))
                .dataAlign(align(answer, i))
                .maxWidth(MOST_WIDTH)
                .with(row -> text(row.get(column))));
      }
      return AsciiTable.getTable(
              AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER, answer.rows(), columns)
          + "\n";
    }
  },
  CSV {
    @Override
    public String print(Answer estimates) {
      Answer answer = estimates.flat();
      StringBuilder text = new StringBuilder();
      CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
      try (CSVPrinter printer = new CSVPrinter(text, format)) {
        printer.printRecord(answer.columns());
        printer.printRecords(answer.rows());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString();
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
            .forEach(i -> fields.put(answer.columns().get(i), plain(row.get(i))));
        rows.add(fields);
      }
      return Json.text(rows);
    }
  },
  MARKDOWN {
    @Override
    public String print(Answer answer) {
      String rule =
          IntStream.range(0, answer.columns().size())
              .mapToObj(i -> align(answer, i) == HorizontalAlign.RIGHT ? "---:" : "---")
              .collect(Collectors.joining(" | ", "| ", " |\n"));
      StringBuilder text = new StringBuilder(line(answer.columns())).append(rule);
      answer.rows().forEach(row -> text.append(line(row)));
      return text.toString();
    }

    private String line(List<?> cells) {
      return cells.stream()
          .map(cell -> text(cell).replace("|", "\\|").replace("\n", " "))
          .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
  };

  private static final int MOST_WIDTH = 60;

  public abstract String print(Answer answer);

  private static HorizontalAlign align(Answer answer, int column) {
    return answer.rows().stream()
            .map(row -> row.get(column))
            .allMatch(
                value -> value == null || value instanceof Number || value instanceof Estimate)
        ? HorizontalAlign.RIGHT
        : HorizontalAlign.LEFT;
  }

  /** A value for the eye: numbers to five significant digits, nothing for null. */
  public static String text(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    return value instanceof Estimate estimate ? estimate(estimate) : value.toString();
  }

  private static String estimate(Estimate estimate) {
    if (estimate.value() == null) {
      return "";
    }
    String value = number(estimate.value());
    if (estimate.interval().isEmpty()) {
      return value;
    }
    Interval interval = estimate.interval().get();
    double width = interval.high() - interval.low();
    return estimate.centred()
        ? value + " ± " + half(width / 2)
        : "%s [%s, %s]".formatted(value, end(interval.low(), width), end(interval.high(), width));
  }

  /** Half the length of an interval, to two significant digits. */
  private static String half(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      return number(x);
    }
    int digits = Math.max(0, 1 - order(x));
    return x < 1e-3 || x >= 1e6
        ? String.format(Locale.ROOT, "%.1e", x)
        : String.format(Locale.ROOT, "%." + digits + "f", x);
  }

  /** An end of an interval, to two significant digits of its length. */
  private static String end(double x, double width) {
    if (!(width > 0 && width < Double.POSITIVE_INFINITY) || x == 0) {
      return number(x);
    }
    int significant = order(Math.abs(x)) - order(width) + 2;
    return number(x, Math.max(2, Math.min(significant, 15)));
  }

  private static String number(double x) {
    return number(x, 5);
  }

  /** A number to so many significant digits; a whole part is never cut. */
  private static String number(double x, int significant) {
    double magnitude = Math.abs(x);
    if (!Double.isFinite(x) || x == 0) {
      return x == 0 ? "0" : Double.toString(x);
    }
    if (magnitude < 1e-3 || magnitude >= 1e6) {
      return String.format(Locale.ROOT, "%." + Math.max(1, significant - 2) + "e", x);
    }
    int digits = Math.max(0, significant - 1 - order(magnitude));
    String text = String.format(Locale.ROOT, "%." + digits + "f", x);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  private static int order(double magnitude) {
    return (int) Math.floor(Math.log10(magnitude));
  }

  private static Object plain(Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
