package io.gradsweep.driver.query;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import io.gradsweep.results.trial.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints a table for people within a given width: headers and texts are wrapped, numbers never; if
 * that is not enough, columns at the right are folded, and a last line names them.
 */
final class TextTable {

  /** Most width of a column, with a space on either side. */
  private static final int MOST_WIDTH = 60;

  /** Most characters of a word in wrapped text, so that a trial's id stays in one piece. */
  private static final int MOST_OF_WORD = 34;

  /** Least width; a narrower terminal wraps lines itself. */
  private static final int LEAST_WIDTH = 20;

  private static final int SPACES = 2;

  private final List<String> headers;
  private final List<List<String>> rows;
  private final boolean[] numbers;

  private TextTable(Answer answer) {
    headers = answer.columns();
    numbers = new boolean[headers.size()];
    rows = new ArrayList<>();
    answer.rows().forEach(row -> rows.add(new ArrayList<>()));
    for (int i = 0; i < numbers.length; i++) {
      ColumnTexts texts = ColumnTexts.of(answer, i);
      numbers[i] = AnswerFormat.align(answer, i) == HorizontalAlign.RIGHT;
      for (int row = 0; row < rows.size(); row++) {
        rows.get(row).add(texts.of(answer.rows().get(row).get(i)));
      }
    }
  }

  /**
   * @param width characters of a line
   */
  static String of(Answer answer, int width) {
    return new TextTable(answer).print(Math.max(width, LEAST_WIDTH));
  }

  private String print(int width) {
    List<Integer> shown = shown(width);
    int[] widths = fitted(shown, width);
    List<ColumnData<List<String>>> columns = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      int column = shown.get(i);
      HorizontalAlign align = numbers[column] ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
      columns.add(
          new Column()
              .header(headers.get(column))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(widths[i])
              .with(row -> row.get(column)));
    }
    return AsciiTable.getTable(
            AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER, rows, columns)
        + "\n"
        + folded(shown, width);
  }

  /** The shown columns: all, or as many from the left as fit, and the remarks at the end. */
  private List<Integer> shown(int width) {
    List<Integer> shown =
        IntStream.range(0, numbers.length).boxed().collect(Collectors.toCollection(ArrayList::new));
    while (shown.size() > 2 && sum(shown.stream().mapToInt(this::least).toArray()) > width) {
      boolean remarks = isOfRemarks(shown.get(shown.size() - 1));
      shown.remove(shown.size() - (remarks ? 2 : 1));
    }
    return shown;
  }

  /** Whether a column contains remarks on the others, which are more important than any of them. */
  private boolean isOfRemarks(int column) {
    return headers.get(column).equals("note") || headers.get(column).isEmpty();
  }

  private int[] fitted(List<Integer> shown, int width) {
    int[] widths = shown.stream().mapToInt(this::most).toArray();
    int[] least = shown.stream().mapToInt(this::least).toArray();
    int beyond = sum(widths) - width;
    for (int widest = widest(widths, least);
        beyond > 0 && widest >= 0;
        widest = widest(widths, least)) {
      widths[widest]--;
      beyond--;
    }
    int last = widths.length - 1;
    if (beyond > 0) { // two columns are never folded
      widths[last] = Math.max(SPACES + 1, widths[last] - beyond);
    }
    return widths;
  }

  /** The widest column that can be made narrower; -1 if there is none. */
  private static int widest(int[] widths, int[] least) {
    return IntStream.range(0, widths.length)
        .filter(i -> widths[i] > least[i])
        .boxed()
        .max(Comparator.comparingInt(i -> widths[i]))
        .orElse(-1);
  }

  private int most(int column) {
    return Math.min(MOST_WIDTH, SPACES + longest(cells(column), "\\R"));
  }

  /** Headers are wrapped between words, as texts are. */
  private int least(int column) {
    int header = longest(Stream.of(headers.get(column)), "\\s+");
    int data = longest(rows.stream().map(row -> row.get(column)), numbers[column] ? "\\R" : "\\s+");
    int word = SPACES + Math.max(header, data);
    return Math.min(most(column), numbers[column] ? word : Math.min(word, MOST_OF_WORD));
  }

  private Stream<String> cells(int column) {
    return Stream.concat(Stream.of(headers.get(column)), rows.stream().map(row -> row.get(column)));
  }

  private static int longest(Stream<String> texts, String apart) {
    return texts
        .flatMap(text -> Arrays.stream(text.split(apart)))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  /** The total width, with a line between each two columns. */
  private static int sum(int[] widths) {
    return Arrays.stream(widths).sum() + widths.length - 1;
  }

  private String folded(List<Integer> shown, int width) {
    List<String> names =
        IntStream.range(0, numbers.length)
            .filter(column -> !shown.contains(column))
            .mapToObj(headers::get)
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    String line =
        "%s folded (--wide shows %s): %s"
            .formatted(
                Counted.of(names.size(), "column"),
                names.size() == 1 ? "it" : "them",
                String.join(", ", names));
    return (line.length() <= width ? line : line.substring(0, width - 1) + "…") + "\n";
  }
}
