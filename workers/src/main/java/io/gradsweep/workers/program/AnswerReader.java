package io.gradsweep.workers.program;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.workers.program.LineReader.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads lines of the protocol: the answers for one trial, or for those of a batch. */
final class AnswerReader {

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "status",
          "reason",
          "steps",
          "steps_to_target",
          "time",
          "final_loss",
          "final_error",
          "rate",
          "predicted_rate",
          "measurements",
          "metrics");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(WorkProcess.MOST_ANSWER).build())
          .build();

  private static final double LARGEST_EXACT_WHOLE = 0x1p53;

  /** Thrown if a line is not an object of JSON, or does not have the form of an answer. */
  static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswer(String message) {
      super(message, null, false, false);
    }
  }

  private final ProgramSpec spec;
  private final CurveReader curves;
  private final Set<String> keys = new HashSet<>();

  AnswerReader(ProgramSpec spec) {
    this.spec = spec;
    curves = new CurveReader(spec);
  }

  /**
   * Reads a line.
   *
   * @param length length of the batch; 1 for a program without batches
   */
  List<ProgramAnswer> read(Line line, int length) throws NoAnswer {
    if (!line.beginsObject()) {
      throw new NoAnswer("a line that is no answer");
    }
    List<ProgramAnswer> answers = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      answers.add(new ProgramAnswer(spec));
    }
    try (JsonParser json = JSON.createParser(line.bytes())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new NoAnswer("no object");
      }
      keys.clear();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        if (!keys.add(key)) {
          answers.forEach(answer -> answer.wrong(twice(key)));
        }
        if (spec.takesBatches()) {
          readOfBatch(json, key, answers);
        } else {
          read(json, key, answers.get(0));
        }
      }
      if (json.nextToken() != null) {
        throw new NoAnswer("more than one object");
      }
    } catch (JsonProcessingException e) {
      throw new NoAnswer("no JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory
    }
    return answers;
  }

  private void readOfBatch(JsonParser json, String key, List<ProgramAnswer> answers)
      throws IOException, NoAnswer {
    if (key.equals("measurements")) {
      if (!json.isExpectedStartObjectToken()) {
        throw new NoAnswer("measurements that are no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        forEach(json, name, answers, answer -> readMeasurement(json, name, answer));
      }
    } else {
      String single = key.equals("ids") ? "id" : key.equals("id") ? "ids" : key;
      forEach(json, key, answers, answer -> read(json, single, answer));
    }
  }

  private interface AnswerPart {
    void of(ProgramAnswer answer) throws IOException;
  }

  private static void forEach(
      JsonParser json, String key, List<ProgramAnswer> answers, AnswerPart reading)
      throws IOException, NoAnswer {
    if (!json.isExpectedStartArrayToken()) {
      throw new NoAnswer("no list for " + Shown.briefly(key));
    }
    int i = 0;
    for (; json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i < answers.size()) {
        reading.of(answers.get(i));
      } else {
        json.skipChildren();
      }
    }
    if (i != answers.size()) {
      throw new NoAnswer(
          "%d of %s (the batch has %s)"
              .formatted(i, Shown.briefly(key), Counted.of(answers.size(), "trial")));
    }
  }

  private void read(JsonParser json, String key, ProgramAnswer answer) throws IOException {
    switch (key) {
      case "id" -> answer.id = whole(json, key, answer).orElse(null);
      case "status" -> answer.status = text(json, key, answer);
      case "reason" -> answer.reason = text(json, key, answer);
      case "steps" -> answer.steps = whole(json, key, answer).orElse(0L);
      case "steps_to_target" -> answer.stepsToTarget = whole(json, key, answer).orElse(null);
      case "time" -> answer.time = orNaN(real(json, key, answer));
      case "final_loss" -> answer.finalLoss = real(json, key, answer);
      case "final_error" -> answer.finalError = real(json, key, answer);
      case "rate" -> answer.rate = real(json, key, answer);
      case "predicted_rate" -> answer.predictedRate = orNaN(real(json, key, answer));
      case "measurements" -> readMeasurements(json, answer);
      case "metrics" -> curves.read(json, answer);
      default -> {
        answer.wrong(
            "unknown key '%s'%s".formatted(Shown.briefly(key), Names.didYouMean(key, KEYS)));
        json.skipChildren();
      }
    }
  }

  private void readMeasurements(JsonParser json, ProgramAnswer answer) throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        wrongType(json, "measurements", "an object", answer);
      }
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      readMeasurement(json, name, answer);
    }
  }

  private void readMeasurement(JsonParser json, String name, ProgramAnswer answer)
      throws IOException {
    OptionalInt index = spec.simulation().measurementIndex(name);
    if (index.isEmpty()) {
      List<String> declared =
          spec.simulation().measurements().stream().map(MeasurementSpec::name).toList();
      answer.wrong(
          "measurement '%s', which is not declared%s"
              .formatted(Shown.briefly(name), Names.didYouMean(name, declared)));
      json.skipChildren();
      return;
    }
    int i = index.getAsInt();
    if (answer.given[i]) {
      answer.wrong(twice(name));
    }
    answer.given[i] = true;
    answer.measurements[i] =
        switch (spec.simulation().measurements().get(i).type()) {
          case WHOLE -> whole(json, name, answer).orElse(null);
          case REAL -> real(json, name, answer);
          case TEXT -> text(json, name, answer);
          case FLAG -> flag(json, name, answer);
        };
  }

  private static String twice(String key) {
    return "two values for %s (must be one)".formatted(Shown.briefly(key));
  }

  private static String text(JsonParser json, String key, ProgramAnswer answer) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> wrongType(json, key, "text", answer);
    };
  }

  private static Boolean flag(JsonParser json, String key, ProgramAnswer answer)
      throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> wrongType(json, key, "true or false", answer);
    };
  }

  /** A number, NaN and the infinities among them; null for null. */
  static Double real(JsonParser json, String key, ProgramAnswer answer) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> json.getDoubleValue();
      case VALUE_NULL -> null;
      default -> wrongType(json, key, "a number", answer);
    };
  }

  private static double orNaN(Double number) {
    return number == null ? Double.NaN : number;
  }

  static Optional<Long> whole(JsonParser json, String key, ProgramAnswer answer)
      throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return Optional.of(json.getLongValue());
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double real = json.getDoubleValue();
      if (real == Math.rint(real) && Math.abs(real) <= LARGEST_EXACT_WHOLE) {
        return Optional.of((long) real);
      }
    }
    wrongType(json, key, "a whole number, at most 2^63-1", answer);
    return Optional.empty();
  }

  static <T> T wrongType(JsonParser json, String key, String right, ProgramAnswer answer)
      throws IOException {
    JsonToken token = json.currentToken();
    String what = token.isStructStart() ? token.asString() + "…" : json.getText();
    answer.wrong(
        "%s for %s (must be %s)"
            .formatted(
                token == JsonToken.VALUE_STRING
                    ? "'%s'".formatted(Shown.briefly(what))
                    : Shown.briefly(what),
                Shown.briefly(key),
                right));
    json.skipChildren();
    return null;
  }
}
