package io.gradsweep.driver.cli;

import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.spark.SparkTables;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The choice of the query engine, the same in every command that reads rows. */
final class EngineChoice {

  /** The engines by their words. */
  enum EngineName {
    DUCKDB,
    SPARK
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "duckdb",
      description =
          "duckdb (in this process), or spark for a study that is too large for one machine")
  private EngineName name;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "with --engine spark: Spark's master (default: local[*])")
  private Optional<String> master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "with --engine spark: a setting of Spark; may be given several times")
  private Map<String, String> settings = Map.of();

  /** Reads a study, and prints notes on its files to stderr. */
  <T> T read(Study study, CodeOption code, StudyView.Reader<T> reader) throws IOException {
    List<String> notes = new ArrayList<>();
    T told =
        answered(
            study,
            code,
            view -> {
              notes.clear(); // it may begin again
              notes.addAll(view.inventory().notes());
              return reader.read(view);
            });
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    notes.forEach(err::println);
    return told;
  }

  private <T> T answered(Study study, CodeOption code, StudyView.Reader<T> reader)
      throws IOException {
    Secrets.refuse(settings);
    if (name == EngineName.DUCKDB) {
      return StudyView.read(study, reader);
    }
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    try (SparkRuntime spark =
        SparkRuntime.start(master, study.name(), code.shipped(), settings, err::println)) {
      try {
        return StudyView.read(study, (parts, plan) -> SparkTables.open(spark, parts, plan), reader);
      } catch (IllegalStateException | SystemFailure e) {
        throw spark.givenUp(e).map(RuntimeException.class::cast).orElse(e);
      }
    }
  }
}
