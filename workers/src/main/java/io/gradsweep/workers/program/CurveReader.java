package io.gradsweep.workers.program;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the metrics of an answer: one list for the steps, and one for each metric. */
final class CurveReader {

  private static final String STEP = "step";
  private static final String TIME = "time";

  private final List<String> names;
  private final List<String> keys;
  private final int most;

  CurveReader(ProgramSpec spec) {
    names = spec.simulation().metrics().stream().map(MetricSpec::name).toList();
    keys = new ArrayList<>(List.of(STEP, TIME));
    keys.addAll(names);
    most = spec.curve().points() + 1; // the last step of a trial that stopped early
  }

  void read(JsonParser json, ProgramAnswer answer) throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        AnswerReader.wrongType(json, "metrics", "an object", answer);
      }
      return;
    }
    double[][] columns = new double[keys.size()][];
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      int column = keys.indexOf(key);
      if (column < 0) {
        answer.wrong(
            "metric '%s', which is not declared%s"
                .formatted(Shown.briefly(key), Names.didYouMean(key, keys)));
        json.skipChildren();
      } else {
        columns[column] = numbers(json, key, answer);
      }
    }
    answer.curve = curve(columns, answer);
  }

  private double[] numbers(JsonParser json, String key, ProgramAnswer answer) throws IOException {
    if (!json.isExpectedStartArrayToken()) {
      AnswerReader.wrongType(json, key, "a list of numbers", answer);
      return new double[0];
    }
    double[] numbers = new double[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Double number = AnswerReader.real(json, key, answer);
      if (count < most) {
        numbers[count] = number == null ? Double.NaN : number;
      }
      count++;
    }
    if (count > most) {
      answer.wrong(
          "%d numbers for %s (declared: a curve of %d points)".formatted(count, key, most - 1));
    }
    return Arrays.copyOf(numbers, Math.min(count, most));
  }

  private Curve curve(double[][] columns, ProgramAnswer answer) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == null && !keys.get(i).equals(TIME)) {
        answer.wrong("no metric %s".formatted(keys.get(i)));
        return Curve.NONE;
      }
    }
    int size = columns[0].length;
    double[] times = columns[1] == null ? unknown(size) : columns[1];
    double[][] values = Arrays.copyOfRange(columns, 2, columns.length);
    for (int i = 1; i < keys.size(); i++) {
      if (columns[i] != null && columns[i].length != size) {
        answer.wrong(
            "%d numbers for %s (for step: %d)".formatted(columns[i].length, keys.get(i), size));
        return Curve.NONE;
      }
    }
    long[] steps = new long[size];
    for (int i = 0; i < size; i++) {
      steps[i] = (long) columns[0][i];
      boolean ascends = steps[i] == columns[0][i] && steps[i] > (i == 0 ? -1 : steps[i - 1]);
      if (!ascends) {
        answer.wrong("steps of metrics that are not whole numbers in ascending order");
        return Curve.NONE;
      }
    }
    return new Curve(steps, times, values);
  }

  private static double[] unknown(int size) {
    double[] unknown = new double[size];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }
}
