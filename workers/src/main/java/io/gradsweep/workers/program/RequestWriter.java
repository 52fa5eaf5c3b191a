package io.gradsweep.workers.program;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Writes requests as lines of the protocol. Serves one thread. */
final class RequestWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER) // shortest decimals on every Java
          .build();

  private final ProgramSpec spec;
  private final Function<Trial, Path> scratch;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

  /**
   * @param scratch makes a trial's folder; asked only if the program wants one
   */
  RequestWriter(ProgramSpec spec, Function<Trial, Path> scratch) {
    this.spec = spec;
    this.scratch = scratch;
  }

  byte[] line(List<Trial> trials, long firstId) {
    bytes.reset();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (spec.takesBatches()) {
        writeBatch(json, trials, firstId);
      } else {
        writeOne(json, trials.get(0), firstId);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a buffer in memory
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private void writeOne(JsonGenerator json, Trial trial, long id) throws IOException {
    json.writeNumberField("id", id);
    json.writeNumberField("replicate", trial.replicate());
    json.writeObjectFieldStart("parameters");
    List<ParameterSpec> parameters = spec.simulation().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      json.writeFieldName(parameters.get(p).name());
      write(json, trial.params().value(p));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("seeds");
    for (ProgramSpec.Stream stream : spec.streams()) {
      json.writeStringField(stream.purpose(), stream.seed(trial));
    }
    json.writeEndObject();
    if (spec.needs().scratch()) {
      json.writeStringField("scratch", scratch.apply(trial).toString());
    }
  }

  private void writeBatch(JsonGenerator json, List<Trial> trials, long firstId) throws IOException {
    json.writeArrayFieldStart("ids");
    for (int i = 0; i < trials.size(); i++) {
      json.writeNumber(firstId + i);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("replicates");
    for (Trial trial : trials) {
      json.writeNumber(trial.replicate());
    }
    json.writeEndArray();
    json.writeObjectFieldStart("parameters");
    List<ParameterSpec> parameters = spec.simulation().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      writeParameter(json, parameters.get(p).name(), p, trials);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("seeds");
    for (ProgramSpec.Stream stream : spec.streams()) {
      writeTexts(json, stream.purpose(), trials.stream().map(stream::seed).toList());
    }
    json.writeEndObject();
    if (spec.needs().scratch()) {
      writeTexts(json, "scratch", trials.stream().map(scratch).map(Path::toString).toList());
    }
  }

  private void writeParameter(JsonGenerator json, String name, int index, List<Trial> trials)
      throws IOException {
    json.writeFieldName(name);
    if (spec.sameInBatch().contains(index)) {
      write(json, trials.get(0).params().value(index));
      return;
    }
    json.writeStartArray();
    for (Trial trial : trials) {
      write(json, trial.params().value(index));
    }
    json.writeEndArray();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ParamValue value) throws IOException {
    Object column = value.column();
    if (column == null) {
      json.writeNull();
    } else if (column instanceof Long whole) {
      json.writeNumber(whole);
    } else if (column instanceof Double real) {
      json.writeNumber(real);
    } else if (column instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString((String) column);
    }
  }
}
