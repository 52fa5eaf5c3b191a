package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Answer;
import java.util.List;

/** Reads the numbers of a claim's query. */
final class SqlAnswer {

  private static final List<String> WITH_INTERVAL = List.of("value", "low", "high");

  private SqlAnswer() {}

  /**
   * @throws RequestException if the query does not give one row of numbers
   */
  static ClaimAnswer measured(Answer answer) {
    int columns = answer.columns().size();
    boolean interval = answer.columns().equals(WITH_INTERVAL);
    if (columns != 1 && !interval) {
      throw new RequestException(
          "columns %s (must be one, or value, low, high)"
              .formatted(String.join(", ", answer.columns())));
    }
    if (answer.rows().size() > 1) {
      throw new RequestException("%d rows (must be one)".formatted(answer.rows().size()));
    }
    if (answer.rows().isEmpty()) {
      return new ClaimAnswer(null, null, null, interval, null, 0, "the query found no row");
    }
    Double[] numbers = new Double[WITH_INTERVAL.size()];
    for (int i = 0; i < columns; i++) {
      numbers[i] = number(answer.rows().get(0).get(i));
    }
    return new ClaimAnswer(numbers[0], numbers[1], numbers[2], interval, null, 0, "");
  }

  private static Double number(Object cell) {
    if (cell == null) {
      return null;
    }
    if (cell instanceof Boolean flag) {
      return flag ? 1.0 : 0.0;
    }
    if (cell instanceof Number number) {
      return number.doubleValue();
    }
    throw new RequestException("'%s' (must be a number)".formatted(cell));
  }
}
