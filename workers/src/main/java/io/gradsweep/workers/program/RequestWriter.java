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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes requests as lines of the protocol. Serves one thread. */
final class RequestWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER) // shortest decimals on every Java
          .build();

  /** Values of one parameter whose bytes are kept. */
  private static final int MOST_KEPT = 4096;

  private final ProgramSpec spec;
  private final Function<Trial, Path> scratch;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final Field[] fields;

  /** Beginnings of the fields of streams. */
  private final byte[][] streams;

  /**
   * A parameter in the line. A plan shares the values of its axes: a value that is the same object
   * has the same bytes.
   */
  private static final class Field {
    private final byte[] name;
    private final Map<ParamValue, byte[]> known = new IdentityHashMap<>();

    Field(byte[] name) {
      this.name = name;
    }

    byte[] of(ParamValue value) {
      byte[] field = known.get(value);
      if (field == null) {
        byte[] text = json(json -> write(json, value));
        field = Arrays.copyOf(name, name.length + text.length);
        System.arraycopy(text, 0, field, name.length, text.length);
        if (known.size() < MOST_KEPT) {
          known.put(value, field);
        }
      }
      return field;
    }
  }

  private interface JsonPart {
    void to(JsonGenerator json) throws IOException;
  }

  /**
   * @param scratch makes a trial's folder; asked only if the program wants one
   */
  RequestWriter(ProgramSpec spec, Function<Trial, Path> scratch) {
    this.spec = spec;
    this.scratch = scratch;
    List<ParameterSpec> parameters = spec.simulation().parameters();
    fields = new Field[parameters.size()];
    for (int p = 0; p < fields.length; p++) {
      fields[p] = new Field(name(p, parameters.get(p).name(), ":"));
    }
    streams = new byte[spec.streams().size()][];
    for (int s = 0; s < streams.length; s++) {
      streams[s] = name(s, spec.streams().get(s).purpose(), ":\"");
    }
  }

  private static byte[] name(int place, String name, String end) {
    return ((place == 0 ? "" : ",") + utf8(json(json -> json.writeString(name))) + end)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] json(JsonPart part) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(written)) {
      part.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a buffer in memory
    }
    return written.toByteArray();
  }

  byte[] line(List<Trial> trials, long firstId) {
    bytes.reset();
    if (spec.takesBatches()) {
      bytes.writeBytes(json(json -> writeBatch(json, trials, firstId)));
    } else {
      writeOne(trials.get(0), firstId);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /** The line for one trial, of parts that mostly are known. */
  private void writeOne(Trial trial, long id) {
    ascii("{\"id\":");
    ascii(Long.toString(id));
    ascii(",\"replicate\":");
    ascii(Long.toString(trial.replicate()));
    ascii(",\"parameters\":{");
    for (int p = 0; p < fields.length; p++) {
      bytes.writeBytes(fields[p].of(trial.params().value(p)));
    }
    ascii("},\"seeds\":{");
    for (int s = 0; s < spec.streams().size(); s++) {
      ProgramSpec.Stream stream = spec.streams().get(s);
      bytes.writeBytes(streams[s]);
      ascii(stream.seed(trial));
      bytes.write('"');
    }
    bytes.write('}');
    if (spec.needs().scratch()) {
      ascii(",\"scratch\":");
      bytes.writeBytes(json(json -> json.writeString(scratch.apply(trial).toString())));
    }
    bytes.write('}');
  }

  private void ascii(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void writeBatch(JsonGenerator json, List<Trial> trials, long firstId) throws IOException {
    json.writeStartObject();
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
    json.writeEndObject();
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
