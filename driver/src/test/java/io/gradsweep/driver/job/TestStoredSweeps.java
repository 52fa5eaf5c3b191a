package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.PlainStudy.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.BothEngines;
import io.gradsweep.driver.analysis.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study's stored sweep: it keeps its values for ever, and can be read whatever its size. */
class TestStoredSweeps {

  private static final String[] RANGE = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'range(0.1, 0.4, 0.1)'}",
    "replicates: 3",
    "record: none",
    "claims: [{claim: c, source: s, sql: 'SELECT count(*) FROM trials', expect: '== 12'}]"
  };

  @TempDir private Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private SweepRun of(String name, String[] sweep, String... overrides) throws IOException {
    return SweepRun.of(write(folder, sweep), study(name), overrides).segments(200_000);
  }

  private List<String> notes(String name, String[] sweep) throws IOException {
    return of(name, sweep).session().notes();
  }

  private String csv(String name, String sql) throws IOException {
    return Studies.csv(study(name), sql);
  }

  private long rows(String name) throws IOException {
    return Studies.status(study(name)).counts().trials().done();
  }

  private static String[] with(String line, String... sweep) {
    return Stream.concat(Stream.of(sweep), Stream.of(line)).toArray(String[]::new);
  }

  /** A study as gradsweep 0.1 left it: by the first rule of values, which it had no name for. */
  private void makeOld(String name) throws IOException {
    of(name, with("values: 1", RANGE)).inline();
    for (String file : List.of("_plan/0000.json", "sweep.yaml")) {
      Path stored = study(name).resolve(file);
      String text = Files.readString(stored);
      assertThat(text).contains("values: 1");
      Files.writeString(stored, text.replace("values: 1\\n", "").replace("values: 1\n", ""));
      assertThat(stored).content().doesNotContain("values:");
    }
  }

  @Test
  void anOldStudyStaysWhatItIs() throws IOException {
    makeOld("old");
    Map<String, String> before = Folder.contents(study("old"));
    assertThat(Studies.status(study("old")).title().state()).isEqualTo("finished");
    assertThat(rows("old")).isEqualTo(12);
    assertThat(Studies.claims(study("old")))
        .hasSize(1)
        .allMatch(claim -> claim.verdict() == Verdict.PASS);
    assertThat(
            csv("old", "SELECT count(*) FROM trials WHERE step_size IN (0.30000000000000004, 0.4)"))
        .endsWith("\n6\n");
    assertThatThrownBy(() -> of("old", RANGE).session())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("or --extend to keep both)")
        .hasMessageContaining("step_size: 0.1, 0.2, 0.30000000000000004, 0.4 before, 0.1, 0.2, 0.3")
        .hasMessageContaining(
            "values: 1 before, 2 now ('values: 1' in the file keeps what expressions meant");
    assertThat(Folder.contents(study("old"))).isEqualTo(before);
    assertThat(notes("old", with("values: 1", RANGE)))
        .contains("nothing to do: all trials of the plan have a row");
  }

  @Test
  void extendingAnOldStudyKeepsBothValues() throws IOException {
    makeOld("old");
    of("old", RANGE).extending().inline();
    String values = "SELECT DISTINCT step_size FROM %s ORDER BY step_size";
    try (BothEngines engines = BothEngines.open(study("old"))) {
      engines.requireSame(values.formatted("trials"), "step_size\n0.1\n0.2\n0.3\n");
      engines.requireSame(
          values.formatted("all_trials"), "step_size\n0.1\n0.2\n0.3\n0.30000000000000004\n0.4\n");
    }
    assertThat(notes("old", RANGE)).contains("nothing to do: all trials of the plan have a row");
  }

  @Test
  void aStudyNamesItsRule() throws IOException {
    of("new", RANGE).inline();
    assertThat(study("new").resolve("sweep.yaml")).content().contains("\nvalues: 2\n");
    assertThat(study("new").resolve("_plan/0000.json")).content().contains("\\nvalues: 2\\n");
    assertThat(csv("new", "SELECT count(DISTINCT step_size), max(step_size) FROM trials"))
        .endsWith("\n3,0.3\n");
  }

  /**
   * Under whichever rule and seed the merged sweep stands, each axis has the values that were run.
   */
  @Test
  void aMergeOfOldAndNewStudiesHasTheValuesOfBoth() throws IOException, SQLException {
    makeOld("old");
    of("new", RANGE).inline();
    of("drawn", RANGE, "step_size=uniform(0,1,3)", "seed=5").inline();
    Studies.merge(study("m"), study("old"), study("new"), study("drawn"));
    assertThat(trials(study("m"))).hasSize(12 + 3 + 9);
    // of the first rule, as the first study; what another rule or seed made is written out
    assertThat(study("m").resolve("sweep.yaml"))
        .content()
        .contains("\nvalues: 1\n", "step_size: \"range(0.1, 0.4, 0.1)\"", "[0.1, 0.2, 0.3]")
        .doesNotContain("uniform");
    assertThat(csv("m", "SELECT count(DISTINCT step_size) FROM trials")).endsWith("\n8\n");
    assertThat(rows("m")).isEqualTo(24);
  }

  @Test
  void studiesOfLongAxesMerge() throws IOException, SQLException {
    String[] sweep = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {step_size: 'linspace(0, 1, 60000)', where: 'step_size < 0.0001'}"
    };
    of("a", sweep).inline();
    of("b", sweep, "max_steps=20").inline();
    Studies.merge(study("m"), study("a"), study("b"));
    assertThat(trials(study("m"))).hasSize(12);
    assertThat(study("m").resolve("sweep.yaml")).content().hasSizeLessThan(1000);
    assertThat(rows("m")).isEqualTo(12);
    assertThat(csv("m", "SELECT count(*) FROM trials")).endsWith("\n12\n");
    of("c", sweep, "step_size=uniform(0,0.001,60000)", "seed=3").inline();
    Studies.merge(study("n"), study("a"), study("c"));
    assertThat(study("n").resolve("sweep.yaml")).content().hasSizeGreaterThan(1 << 20);
    assertThat(Studies.status(study("n")).work().mergedFrom()).hasSize(2);
    assertThat(csv("n", "SELECT count(*) > 1000 AS many FROM trials")).endsWith("\ntrue\n");
  }

  @Test
  void aFileOfTheLargestSizeRunsAlthoughItPrintsLonger() throws IOException, SQLException {
    String list =
        IntStream.range(0, 170_000).mapToObj(i -> i + "e-6").collect(Collectors.joining(","));
    String[] sweep = {
      "sweep: s",
      "simulation: quadratic",
      "grid: {where: 'step_size < 3e-6', step_size: ["
          + list.substring(0, 1_040_000).replaceFirst(",[^,]*$", "")
          + "]}"
    };
    of("a", sweep).inline();
    assertThat(study("a").resolve("sweep.yaml")).content().hasSizeGreaterThan(1 << 20);
    assertThat(trials(study("a"))).hasSize(3);
    assertThat(notes("a", sweep)).contains("nothing to do: all trials of the plan have a row");
    assertThat(csv("a", "SELECT count(*) FROM trials")).endsWith("\n3\n");
    assertThat(Studies.status(study("a")).title().state()).isEqualTo("finished");
  }
}
