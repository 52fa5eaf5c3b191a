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
import java.util.regex.Pattern;
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

  private static final Pattern BETWEEN_LINES = Pattern.compile("\\R");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("\\s+");

  /**
   * A column as it is printed.
   *
   * @param most width that it takes if nothing is wrapped
   * @param least width to which it can be wrapped
   */
  private record TextColumn(
      String header, boolean isOfNumbers, List<String> texts, int most, int least) {

    static TextColumn of(Answer answer, int column) {
      ColumnTexts texts = ColumnTexts.of(answer, column);
      return of(
          answer.columns().get(column),
          AnswerFormat.align(answer, column) == HorizontalAlign.RIGHT,
          answer.rows().stream().map(row -> texts.of(row.get(column))).toList());
    }

    private static TextColumn of(String header, boolean isOfNumbers, List<String> texts) {
      Stream<String> cells = Stream.concat(Stream.of(header), texts.stream());
      int most = Math.min(MOST_WIDTH, SPACES + longest(cells, BETWEEN_LINES));
      // headers are wrapped between words, as texts are
      int word =
          SPACES
              + Math.max(
                  longest(Stream.of(header), BETWEEN_WORDS),
                  longest(texts.stream(), isOfNumbers ? BETWEEN_LINES : BETWEEN_WORDS));
      int least = Math.min(most, isOfNumbers ? word : Math.min(word, MOST_OF_WORD));
      return new TextColumn(header, isOfNumbers, texts, most, least);
    }

    private static int longest(Stream<String> texts, Pattern apart) {
      return texts
          .flatMap(text -> Arrays.stream(apart.split(text)))
          .mapToInt(String::length)
          .max()
          .orElse(0);
    }

    /** Whether it has remarks on the others, which are more important than any of them. */
    boolean isOfRemarks() {
      return header.equals("note") || header.isEmpty();
    }

    ColumnData<Integer> ofWidth(int width) {
      HorizontalAlign align = isOfNumbers ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
      return new Column()
          .header(header)
          .headerAlign(align)
          .dataAlign(align)
          .maxWidth(width)
          .with(texts::get);
    }
  }

  private final List<TextColumn> columns;
  private final int rows;

  private TextTable(Answer answer) {
    // of a thousand rows it takes half a second to write the numbers: the columns share the cores
    columns =
        IntStream.range(0, answer.columns().size())
            .parallel()
            .mapToObj(column -> TextColumn.of(answer, column))
            .toList();
    rows = answer.rows().size();
  }

  /**
   * @param width characters of a line
   */
  static String of(Answer answer, int width) {
    return new TextTable(answer).print(Math.max(width, LEAST_WIDTH));
  }

  private String print(int width) {
    List<TextColumn> shown = shown(width);
    int[] widths = fitted(shown, width);
    List<ColumnData<Integer>> printed =
        IntStream.range(0, widths.length).mapToObj(i -> shown.get(i).ofWidth(widths[i])).toList();
    return AsciiTable.getTable(
            AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER,
            IntStream.range(0, rows).boxed().toList(),
            printed)
        + "\n"
        + folded(shown, width);
  }

  /** The shown columns: all, or as many from the left as fit, and the remarks at the end. */
  private List<TextColumn> shown(int width) {
    List<TextColumn> shown = new ArrayList<>(columns);
    while (shown.size() > 2 && sum(shown.stream().mapToInt(TextColumn::least).toArray()) > width) {
      boolean remarks = shown.get(shown.size() - 1).isOfRemarks();
      shown.remove(shown.size() - (remarks ? 2 : 1));
    }
    return shown;
  }

  private int[] fitted(List<TextColumn> shown, int width) {
    int[] widths = shown.stream().mapToInt(TextColumn::most).toArray();
    int[] least = shown.stream().mapToInt(TextColumn::least).toArray();
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

  /** The total width, with a line between each two columns. */
  private static int sum(int[] widths) {
    return Arrays.stream(widths).sum() + widths.length - 1;
  }

  private String folded(List<TextColumn> shown, int width) {
    List<String> names =
        columns.stream()
            .filter(column -> shown.stream().noneMatch(each -> each == column))
            .map(TextColumn::header)
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
