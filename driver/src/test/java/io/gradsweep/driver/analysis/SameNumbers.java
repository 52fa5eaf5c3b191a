package io.gradsweep.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.SummarySpec;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares what the table, a query and a claim say of the same trials, to the printed digits. */
public final class SameNumbers {

  private static final Map<String, String> SQL =
      Map.of("mean", "avg", "median", "median", "n", "count");

  private SameNumbers() {}

  /** Checks the numbers of the sweep's own summaries; returns how many there were. */
  public static int check(URI folder) throws IOException {
    int checked = 0;
    try (StudyView view = StudyView.open(Study.existing(folder))) {
      for (SummarySpec summary : view.plan().sweep().analysis().summaries()) {
        Answer table = view.summary(summary.by(), summary.of(), summary.show()).answer();
        for (List<Object> row : table.rows()) {
          for (int i = summary.by().size(); i < row.size(); i++) {
            checked += check(view, summary.by(), table.columns().get(i), row, i) ? 1 : 0;
          }
        }
      }
    }
    return checked;
  }

  private static boolean check(
      StudyView view, List<String> by, String heading, List<Object> row, int column)
      throws IOException {
    Optional<String> aggregate = aggregate(heading);
    if (aggregate.isEmpty() || row.get(column) == null) {
      return false;
    }
    Object cell = row.get(column) instanceof Estimate e ? e.value() : row.get(column);
    String where =
        IntStream.range(0, by.size())
            .mapToObj(i -> condition(by.get(i), row.get(i)))
            .collect(Collectors.joining(" AND "));
    String sql = "SELECT %s FROM trials WHERE %s".formatted(aggregate.get(), where);
    Object asked = view.tables().ask(sql).rows().get(0).get(0);
    ClaimResult claimed =
        new Claims(
                claimOfAll ->
                    Judging.usual(
                        new QuestionAnswers(
                            view.tables(),
                            new TrialColumns(view.plan(), ""),
                            view.plan().axes(),
                            Intervals.USUAL)),
                Optional.empty())
            .check(List.of(new ClaimSpec("c", "s", sql, Bound.parse("> 0"))))
            .get(0);
    assertThat(AnswerFormat.text(asked)).as(sql).isEqualTo(AnswerFormat.text(cell));
    assertThat(claimed.value() == null ? "" : AnswerFormat.text(claimed.value()))
        .as(sql)
        .isEqualTo(AnswerFormat.text(cell == null ? null : ((Number) cell).doubleValue()));
    return true;
  }

  private static Optional<String> aggregate(String heading) {
    if (heading.equals("n")) {
      return Optional.of("count(*)");
    }
    if (heading.equals("success")) {
      return Optional.of("avg(CASE WHEN status = 'converged' THEN 1.0 ELSE 0.0 END)");
    }
    int space = heading.lastIndexOf(' ');
    String word = heading.substring(space + 1);
    return space > 0 && SQL.containsKey(word)
        ? Optional.of("%s(%s)".formatted(SQL.get(word), heading.substring(0, space)))
        : Optional.empty();
  }

  private static String condition(String column, Object value) {
    if (value == null) {
      return column + " IS NULL";
    }
    return value instanceof String text
        ? "%s = '%s'".formatted(column, text)
        : "%s = CAST('%s' AS DOUBLE)".formatted(column, value);
  }
}
