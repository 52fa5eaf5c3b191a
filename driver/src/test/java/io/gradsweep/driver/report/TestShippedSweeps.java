package io.gradsweep.driver.report;

import static io.gradsweep.driver.PlainStudy.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.analysis.SameNumbers;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.job.SweepRun;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.spark.SparkTables;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sweep files that users copy: they run, and their questions have answers. */
class TestShippedSweeps {

  private static final Path SWEEPS = Path.of("../sweeps");

  @TempDir private static Path studies;

  private static SparkRuntime spark;

  @TempDir private Path folder;

  /** Rules that look at results take the session that has a Spark of its own. */
  @BeforeAll
  static void runAll() throws IOException {
    for (Path file : experiments().toList()) {
      SweepRun run = SweepRun.quick(file, study(file));
      if (run.isDesign()) {
        run.session();
      } else {
        run.inline();
      }
    }
    spark = SparkRuntime.start(Optional.of("local[2]"), "test", Optional.empty(), Map.of());
  }

  private static Path study(Path file) {
    return studies.resolve(file.getFileName().toString());
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  static Stream<Path> experiments() throws IOException {
    try (Stream<Path> files = Files.list(SWEEPS.resolve("kl-divergence"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentHasRunQuicklyAndItsClaimsAreOneNumber(Path file) throws IOException {
    Path study = study(file);
    assertThat(Studies.summaries(study)).contains("success");
    Sweep sweep =
        SweepReader.read(
            Files.readString(file), file.toString(), other -> beside(file, other), List.of(), true);
    assertThat(sweep.analysis().claims()).isNotEmpty();
    assertThat(sweep.analysis().plots()).isNotEmpty();
    assertThat(SameNumbers.check(study.toUri())).isGreaterThan(9);
    requireSameOnSpark(Study.existing(study.toUri()));
    try (StudyView view = StudyView.open(Study.existing(study.toUri()))) {
      for (ClaimResult claim : view.claims()) {
        assertThat(claim.value()).as(claim.claim()).isNotNull().isFinite();
      }
    }
  }

  /**
   * Our own summaries and fits digit for digit; claims, whose sums are the engine's, as printed.
   */
  private static void requireSameOnSpark(Study study) throws IOException {
    try (StudyView there = StudyView.open(study, (parts, p) -> SparkTables.open(spark, parts, p));
        StudyView here = StudyView.open(study)) {
      assertThat(csv(there)).isEqualTo(csv(here)).isNotEmpty();
      assertThat(AnswerFormat.TABLE.print(Claims.table(there.claims())))
          .isEqualTo(AnswerFormat.TABLE.print(Claims.table(here.claims())))
          .contains("PASS");
    }
  }

  private static List<String> csv(StudyView view) {
    return view.sections().stream().map(s -> AnswerFormat.CSV.print(s.answer())).toList();
  }

  static Stream<Path> allSweeps() throws IOException {
    try (Stream<Path> files = Files.walk(SWEEPS, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith(SWEEPS.resolve("target")))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** Summaries, fits, claims and plots of every sweep ask for what its trials will have. */
  @ParameterizedTest
  @MethodSource("allSweeps")
  void whatASweepAsksCanBeAnsweredBeforeAnyTrialHasRun(Path file) throws IOException {
    Plan plan =
        Plans.of(
            SweepReader.parse(
                Files.readString(file),
                file.toString(),
                other -> beside(file, other),
                List.of(),
                true));
    Study study = Study.at(folder.resolve("s").toUri());
    study.storage().createFolders("");
    study.create(
        new Generation(
            0,
            Generation.PlanText.of(plan),
            new long[] {0, plan.size()},
            new double[] {0},
            null,
            List.of(),
            null));
    Studies.claims(folder.resolve("s"));
    Studies.summaries(folder.resolve("s"));
    assertThat(Studies.report(folder.resolve("s"))).contains(plan.sweep().name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"width", "step_size", "coordinate_system", "group_size", "noise"})
  void everySharedHyperparameterIsAnAxisOfSomeSweep(String name) throws IOException {
    assertThat(allSweeps().filter(file -> axes(file).contains(name))).isNotEmpty();
  }

  private static Set<String> axes(Path file) {
    try {
      Sweep sweep =
          SweepReader.read(
              Files.readString(file),
              file.toString(),
              other -> beside(file, other),
              List.of(),
              false);
      return sweep.grid().blocks().stream()
          .flatMap(block -> block.groups().stream().flatMap(List::stream))
          .filter(axis -> axis.values().size() > 1)
          .map(Axis::name)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> beside(Path file, String other) {
    try {
      return Optional.of(Files.readString(file.resolveSibling(other)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The authors' experiment at full size, 30 000 trials: an independent implementation found these
   * best worst-case iterations, the least step sizes that need no more, and numbers of step sizes
   * that reach from every start.
   */
  @Test
  void theAuthorsStepSizesNeedTwoTwelveAndThirtyIterations() throws IOException, SQLException {
    Path study = folder.resolve("s");
    Path file = SWEEPS.resolve("kl-divergence/step-sizes.yaml");
    InlineRun.run(file, study, 30_000);
    List<String> rows =
        query(
            """
            WITH worst AS (
              SELECT optimizer, coordinate_system, step_size,
                     max(coalesce(convergence_iteration, 100)) AS iterations
              FROM read_parquet('%s/trials/*.parquet') GROUP BY ALL)
            SELECT optimizer, coordinate_system, min(iterations),
                   round(arg_min(step_size, {i: iterations, s: step_size}), 4),
                   count(*) FILTER (iterations < 100)
            FROM worst GROUP BY ALL ORDER BY 3
            """
                .formatted(study));
    assertThat(rows)
        .containsExactly(
            "natural | eta | 2 | 0.7273 | 65",
            "gradient | theta | 12 | 12.1212 | 77",
            "gradient | eta | 30 | 0.0035 | 41");
  }
}
