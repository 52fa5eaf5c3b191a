package io.gradsweep.workers.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Recording.Spacing;
import io.gradsweep.results.random.Streams.Scope;
import io.gradsweep.results.trial.ByteSize;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a program's description of itself, and collects all of its problems. */
final class DescriptionReader {

  private static final Set<String> KEYS =
      Set.of(
          "gradsweep",
          "name",
          "version",
          "about",
          "paper",
          "parameters",
          "measurements",
          "metrics",
          "streams",
          "curve",
          "threads",
          "memory",
          "scratch",
          "batch",
          "same_in_batch",
          "environment");

  /** Name of the metric to which a rate is fitted, if no metric is marked for that. */
  private static final String ERROR = "error";

  private final List<String> problems = new ArrayList<>();
  private final JsonFields fields;

  private DescriptionReader(JsonNode json) {
    fields = new JsonFields(json, "", KEYS, problems);
  }

  /**
   * @param program as messages name it
   * @throws UnusableProgram with all that is wrong
   */
  static ProgramSpec read(JsonNode json, String program) {
    requireProtocol(json, program);
    DescriptionReader reader = new DescriptionReader(json);
    Optional<ProgramSpec> spec = reader.spec();
    if (!reader.problems.isEmpty()) {
      throw new UnusableProgram(
          "Cannot use program: %s (its declaration)".formatted(program), reader.problems);
    }
    return spec.orElseThrow();
  }

  private static void requireProtocol(JsonNode json, String program) {
    JsonNode version = json.path("gradsweep");
    if (!version.isInt() || version.intValue() != ProgramSpec.PROTOCOL) {
      throw new UnusableProgram(
          "Cannot use program: %s (it speaks %s; must be \"gradsweep\": %d)"
              .formatted(
                  program,
                  version.isMissingNode()
                      ? "no version of the protocol"
                      : "version %s of the protocol".formatted(Shown.briefly(version.toString())),
                  ProgramSpec.PROTOCOL));
    }
  }

  private Optional<ProgramSpec> spec() {
    Optional<SimulationSpec> simulation = simulation();
    Recording curve = curve();
    int threads = fields.count("threads", 1);
    int batch = fields.count("batch", 1);
    Optional<Long> memory = memory();
    ProgramSpec.Needs needs = new ProgramSpec.Needs(threads, memory, fields.flag("scratch", true));
    List<ProgramSpec.Stream> streams = streams();
    Map<String, String> environment = texts("environment");
    return simulation.map(
        declared ->
            new ProgramSpec(
                declared, streams, curve, needs, batch, sameInBatch(declared), environment));
  }

  private Optional<SimulationSpec> simulation() {
    Optional<String> name = fields.requiredText("name");
    if (!fields.has("version")) {
      fields.wrong("'version' is missing");
    }
    int version = fields.count("version", 1);
    if (!fields.has("parameters")) {
      fields.wrong("'parameters' is missing");
    }
    List<ParameterSpec> parameters = new ArrayList<>();
    fields
        .objects("parameters")
        .forEach(json -> DescribedParameter.read(json, problems).ifPresent(parameters::add));
    List<MeasurementSpec> measurements = new ArrayList<>();
    fields.objects("measurements").forEach(json -> measurement(json).ifPresent(measurements::add));
    List<MetricSpec> metrics = metrics();
    String about = fields.text("about", "");
    String paper = fields.text("paper", "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      SimulationSpec spec =
          new SimulationSpec(
              name.get(), version, line(about), line(paper), parameters, measurements, metrics);
      TrialTable.of(spec);
      TrajectoryTable.columns(spec);
      return Optional.of(spec);
    } catch (IllegalArgumentException e) {
      fields.wrong(e.getMessage());
      return Optional.empty();
    }
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private Optional<MeasurementSpec> measurement(JsonNode json) {
    JsonFields own = part(json, "measurement", Set.of("name", "type", "unit", "about"));
    Optional<String> name = own.requiredText("name");
    Optional<ValueType> type = DescribedParameter.type(own.text("type", "real"), own, false);
    String unit = own.text("unit", "1");
    String about = own.text("about", "");
    try {
      return name.isEmpty() || type.isEmpty()
          ? Optional.empty()
          : Optional.of(new MeasurementSpec(name.get(), type.get(), unit, about));
    } catch (IllegalArgumentException e) {
      own.wrong(e.getMessage());
      return Optional.empty();
    }
  }

  private List<MetricSpec> metrics() {
    List<MetricSpec> metrics = new ArrayList<>();
    for (JsonNode json : fields.objects("metrics")) {
      JsonFields own = part(json, "metric", Set.of("name", "unit", "about", "fitted"));
      Optional<String> name = own.requiredText("name");
      String unit = own.text("unit", "1");
      String about = own.text("about", "");
      boolean fitted = own.flag("fitted", false);
      try {
        name.map(n -> new MetricSpec(n, unit, about, fitted)).ifPresent(metrics::add);
      } catch (IllegalArgumentException e) {
        own.wrong(e.getMessage());
      }
    }
    if (metrics.stream().filter(MetricSpec::fitted).count() > 1) {
      fields.wrong("metrics: several are fitted (must be one at most)");
    }
    boolean chosen = metrics.stream().anyMatch(MetricSpec::fitted);
    metrics.replaceAll(m -> !chosen && m.name().equals(ERROR) ? m.asFitted() : m);
    return metrics;
  }

  private JsonFields part(JsonNode json, String kind, Set<String> keys) {
    String name = Shown.briefly(json.path("name").asText("?"));
    return new JsonFields(json, "%s '%s': ".formatted(kind, name), keys, problems);
  }

  private List<ProgramSpec.Stream> streams() {
    List<ProgramSpec.Stream> streams = new ArrayList<>();
    texts("streams")
        .forEach(
            (purpose, word) -> {
              Optional<Scope> scope =
                  List.of(Scope.values()).stream()
                      .filter(each -> each.word().equals(word))
                      .findFirst();
              if (scope.isEmpty()) {
                fields.wrong(
                    "streams: %s: '%s' (must be replicate or study)"
                        .formatted(Shown.briefly(purpose), Shown.briefly(word)));
              } else {
                streams.add(new ProgramSpec.Stream(purpose, scope.get()));
              }
            });
    return streams;
  }

  private Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields
        .object(key)
        .ifPresent(
            object ->
                object
                    .properties()
                    .forEach(
                        entry -> {
                          if (entry.getValue().isTextual()) {
                            texts.put(entry.getKey(), entry.getValue().textValue());
                          } else {
                            fields.wrong(
                                "%s: %s: %s (must be text)"
                                    .formatted(
                                        key,
                                        Shown.briefly(entry.getKey()),
                                        Shown.briefly(entry.getValue().toString())));
                          }
                        }));
    return texts;
  }

  private Recording curve() {
    Optional<JsonNode> json = fields.object("curve");
    if (json.isEmpty()) {
      return Recording.DEFAULT;
    }
    JsonFields own = new JsonFields(json.get(), "curve: ", Set.of("points", "spacing"), problems);
    int points = own.count("points", Recording.DEFAULT.points());
    String spacing = own.text("spacing", "log");
    if (!spacing.equals("log") && !spacing.equals("linear")) {
      own.wrong("spacing: '%s' (must be log or linear)".formatted(Shown.briefly(spacing)));
    }
    try {
      return new Recording(points, spacing.equals("linear") ? Spacing.LINEAR : Spacing.LOG);
    } catch (IllegalArgumentException e) {
      own.wrong(e.getMessage());
      return Recording.DEFAULT;
    }
  }

  private Optional<Long> memory() {
    String text = fields.text("memory", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong bytes = ByteSize.read(text);
    if (bytes.isEmpty()) {
      fields.wrong("memory: '%s' (must be %s)".formatted(Shown.briefly(text), ByteSize.RIGHT));
    }
    return bytes.stream().boxed().findFirst();
  }

  private List<Integer> sameInBatch(SimulationSpec declared) {
    List<Integer> same = new ArrayList<>();
    for (String name : fields.texts("same_in_batch")) {
      if (declared.parameter(name).isEmpty()) {
        fields.wrong(
            "same_in_batch: '%s' (must be the name of a parameter)".formatted(Shown.briefly(name)));
      } else {
        same.add(declared.parameterIndex(name));
      }
    }
    return same;
  }
}
