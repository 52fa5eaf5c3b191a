package io.gradsweep.driver.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** A jar with a simulation that nobody has but the test: compiled here, from a formula. */
final class OwnJar {

  private static final String SOURCE =
      """
      import io.gradsweep.results.outcome.*;
      import io.gradsweep.results.random.Streams;
      import io.gradsweep.results.trial.*;
      import io.gradsweep.workers.api.*;
      import java.util.List;
      public final class OwnDescent implements Simulation {
        private static final SimulationSpec SPEC = new SimulationSpec(
            "own-descent", VERSION, "Descent on a parabola.", "none",
            List.of(
                ParameterSpec.real("step_size", "length").above(0).atMost(2).defaultsTo(0.1),
                ParameterSpec.choice("start", "where", "near", "far").defaultsTo("near"),
                ParameterSpec.whole("max_steps", "budget").atLeast(1).defaultsTo(9),
                ParameterSpec.real("shift", "of the start").unsetByDefault()),
            List.of(MeasurementSpec.real("gap", "to the minimum").in("m")),
            List.of(MetricSpec.of("loss", "half the square")));
        public SimulationSpec spec() { return SPEC; }
        public double cost(Params params) { return params.whole("max_steps"); }
        public Outcome run(Trial trial, Streams streams, Recorder recorder) {
          double x = streams.perReplicate("init").nextDouble();
          recorder.begin(trial.params().whole("max_steps"));
          for (long k = 0; ; k++) {
            if (recorder.step(k)) { recorder.record(Double.NaN, x * x / 2); }
            if (k == trial.params().whole("max_steps")) {
              return new OutcomeBuilder(SPEC).status(Status.CONVERGED).steps(k)
                  .finalError(FORMULA).measure("gap", x).build();
            }
            x -= trial.params().real("step_size") * x;
          }
        }
      }
      """;

  /** By source: many tests take the same. */
  private static final Map<String, byte[]> COMPILED = new HashMap<>();

  private OwnJar() {}

  /** Compiles a simulation of that version, whose final error is a formula in x. */
  static Path make(Path jar, int version, String formula) throws IOException {
    return make(jar, version, formula, SOURCE);
  }

  /** The same without the parameter {@code start}. */
  static Path makeWithoutStart(Path jar, int version, String formula) throws IOException {
    String start = "ParameterSpec.choice\\(\"start\".*?\\),\\n";
    return make(jar, version, formula, SOURCE.replaceFirst(start, ""));
  }

  private static Path make(Path jar, int version, String formula, String code) throws IOException {
    String source = code.replace("VERSION", "" + version).replace("FORMULA", formula);
    byte[] compiled = COMPILED.get(source);
    if (compiled == null) {
      compiled = compile(Files.createTempDirectory(jar.getParent(), "own"), source);
      COMPILED.put(source, compiled);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      put(
          zip,
          "META-INF/services/io.gradsweep.workers.api.Simulation",
          "OwnDescent".getBytes(UTF_8));
      put(zip, "OwnDescent.class", compiled);
    }
    return jar;
  }

  private static byte[] compile(Path folder, String text) throws IOException {
    Path source = Files.writeString(folder.resolve("OwnDescent.java"), text);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(failed).isZero();
    return Files.readAllBytes(folder.resolve("OwnDescent.class"));
  }

  /** The times of entries differ from one build to the next. */
  private static void put(JarOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.fromMillis(System.nanoTime() / 1000 % 1_000_000_000_000L));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
