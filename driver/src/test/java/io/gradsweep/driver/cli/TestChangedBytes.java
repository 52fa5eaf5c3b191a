package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A data file of which bytes have changed is named by whatever reads it; or they are of no account,
 * and the answer is the right one. {@code -Dbytes.flips=N} tries more of them, from {@code
 * -Dbytes.seed=N}.
 */
class TestChangedBytes extends OnStudyCopies {

  private static final String PART = "trials/g0000-s00001.parquet";
  private static final String STEPS = "trajectories/g0000-s00001.parquet";
  private static final int FLIPS = Integer.getInteger("bytes.flips", 25);
  private static final long SEED = Long.getLong("bytes.seed", 1);

  @BeforeAll
  static void runOnce() throws IOException {
    make(
        30,
        "sweep: s",
        "simulation: quadratic",
        "grid: {step_size: [0.1, 0.3, 2.5]}",
        "replicates: 30",
        "record: {points: 8}",
        "claims: [{claim: c, source: x, sql: 'SELECT count(*) FROM trials', expect: '> 5'}]");
  }

  private List<Result> readings() {
    return List.of(
        command("query", "SELECT * FROM trials ORDER BY trial_id", "--format", "csv"),
        command("query", "SELECT * FROM trajectories ORDER BY ALL", "--format", "csv"),
        command("query", "SELECT count(*) FROM trials WHERE step_size > 1", "--format", "csv"),
        command("summarize", "--format", "csv"),
        command("verify", "--format", "csv"),
        command("check", "--trials", "0", "--format", "csv"));
  }

  /** In the middle of pages, where nothing but a sum can tell. */
  @ParameterizedTest
  @ValueSource(strings = {PART, STEPS})
  void twoHundredBytesAreNamedByEveryCommandThatReads(String name) throws IOException {
    Path other = another("other");
    Path file = study.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    int from = Math.min(1200, bytes.length / 4);
    for (int i = from; i < from + 200; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    Map<String, String> before = Folder.contents(folder);
    List<Result> results = new ArrayList<>(readings());
    results.add(command("compact"));
    results.add(command("report", "--output", folder.resolve("r.html").toString()));
    results.add(
        run(
            "merge",
            study.toString(),
            other.toString(),
            "--out",
            folder.resolve("merged").toString()));
    for (Result result : results) {
      assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains(name + ": its bytes have changed (delete it")
          .doesNotContain("\tat ", "Exception", "don't know what type");
    }
    assertThat(Folder.contents(folder)).isEqualTo(before);
    Result again = run("run", sweep.toString(), "--out", study.toString(), "-q");
    assertThat(again.exit()).as(again.err()).isEqualTo(2);
    assertThat(again.err()).contains(name + ": its bytes have changed (delete it");
  }

  /** Without its key and its word, a seal would look like none, as in files of 0.1. */
  @ParameterizedTest
  @ValueSource(strings = {PART, STEPS})
  void aByteOfTheSealItselfIsNamedToo(String name) throws IOException {
    Path file = study.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    int seal = new String(whole, StandardCharsets.ISO_8859_1).indexOf("gradsweep.seal");
    for (int place : new int[] {0, 13, 14, 15, 16, 21, 22, 23, 38}) {
      byte[] bytes = whole.clone();
      bytes[seal + place] ^= 1;
      Files.write(file, bytes);
      Result result = command("status");
      assertThat(result.exit()).as("byte %d: %s", place, result.out()).isEqualTo(2);
      assertThat(result.err()).contains(name + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PART, STEPS})
  void anyByteThatChangesIsNamedOrOfNoAccount(String name) throws IOException {
    List<Result> right = readings();
    Random random = new Random(SEED);
    Path file = study.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < FLIPS; i++) {
      byte[] bytes = changed(whole, i, random);
      Files.write(file, bytes);
      List<Result> now = readings();
      for (int r = 0; r < right.size(); r++) {
        String flip = "change %d of -Dbytes.seed=%d in %s: ".formatted(i, SEED, name);
        Result result = now.get(r);
        if (result.exit() == 0) {
          assertThat(result.out()).as(flip).isEqualTo(right.get(r).out());
        } else {
          assertThat(result.exit()).as(flip + result.err()).isEqualTo(2);
          assertThat(result.out()).as(flip).isEmpty();
          assertThat(result.err()).as(flip).contains(name + ": ").doesNotContain("\tat ");
        }
      }
      Result status = command("status");
      assertThat(status.exit() == 0 || status.err().contains(name + ": ")).isTrue();
    }
    Files.write(file, whole);
  }

  /** Rows, footer and end in turn: bits, bytes, a cut, a gap, a longer file. */
  private static byte[] changed(byte[] whole, int turn, Random random) {
    byte[] bytes = whole.clone();
    int footer = whole.length - 3000;
    int at =
        switch (turn % 5) {
          case 0 -> random.nextInt(200);
          case 1 -> whole.length - 1 - random.nextInt(9);
          case 2 -> footer + random.nextInt(whole.length - footer);
          default -> random.nextInt(whole.length);
        };
    if (turn % 10 == 8) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
      System.arraycopy(bytes, at, longer, longer.length - bytes.length + at, bytes.length - at);
      return longer;
    }
    if (turn % 10 == 9) {
      return Arrays.copyOf(bytes, at);
    }
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({PART + ", trials", STEPS + ", trajectories"})
  void onSparkTheFileIsNamedToo(String name, String table) throws IOException {
    Path file = study.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {8, whole.length / 3, whole.length - 100, whole.length - 6}) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x10;
      Files.write(file, bytes);
      for (List<String> asked :
          List.of(
              List.of("query", "SELECT * FROM " + table), List.of("summarize", "--by=step_size"))) {
        Result result =
            command(asked.get(0), asked.get(1), "--engine", "spark", "--master", "local[1]");
        assertThat(result.exit()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(name + ": ").doesNotContain("\tat ", "Exception");
      }
    }
  }

  /** Files of 0.1 have no sum of the whole; their pages have sums. */
  @ParameterizedTest
  @ValueSource(strings = {"kl", "walk"})
  void pagesOfTheFirstReleaseAreComparedToo(String name) throws IOException {
    Path golden = Path.of("src/test/resources/golden/studies", name + "-0.1");
    study = Files.createDirectory(folder.resolve(name));
    Folder.copy(golden, study);
    assertThat(command("check", "--trials", "0").exit()).isZero();
    for (String table : List.of("trials", "trajectories")) {
      Path file;
      try (var files = Files.list(study.resolve(table))) {
        file = files.findFirst().orElseThrow();
      }
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes = whole.clone();
      bytes[150] ^= 1;
      Files.write(file, bytes);
      for (Result result :
          List.of(command("check"), command("summarize"), command("query", "SELECT 1"))) {
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
        assertThat(result.err()).contains(table + "/" + file.getFileName() + ": its bytes have");
      }
      Files.write(file, whole);
    }
  }

  @Test
  void checkRunsTheSameTrialsAgainEachTime() {
    Result first = command("check", "--trials", "7", "--format", "csv");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("files,6\n", "trials with a row,90\n", "trials run again,7\n", "differ,0\n");
    assertThat(command("check", "--trials", "7", "--format", "csv").out()).isEqualTo(first.out());
    assertThat(command("check", "--trials", "1000", "--format", "csv").out())
        .contains("trials run again,90\n");
    assertThat(command("check", "--format", "csv").out()).contains("trials run again,20\n");
    assertThat(command("check", "--trials", "-1").exit()).isEqualTo(2);
  }

  /** Rewritten by another program, a file has no sums: what it says is wrong all the same. */
  private static final String MACHINE =
      "processor .* \\(.*\\), OpenBLAS 0\\.3\\.26, kernel [A-Za-z0-9]+, results [0-9a-f]{8}, .*17.*";

  @Test
  void aRowThatItsTrialDoesNotHaveIsNamedWithBothMachines() throws IOException, SQLException {
    Gradsweep.rewrite(study.resolve(PART), "* REPLACE (final_error * 2 AS final_error)");
    Result result = command("check", "--trials", "90");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .containsPattern("trial [0-9a-f]{32} differs in final_error\n  replay: .*replay .*study")
        .containsPattern("there: " + MACHINE)
        .containsPattern("here: " + MACHINE)
        .doesNotContain("\tat ");
    assertThat(result.out()).containsPattern("of which differ +\\| +\\d\\d ");
  }

  @Test
  void withoutTheCodeTheFilesAreCheckedAndThatIsSaid() throws IOException {
    Path plan = study.resolve("_plan/0000.json");
    Files.writeString(plan, Files.readString(plan).replace("quadratic", "mine"));
    Result result = command("check", "--format", "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("files,6\n", "trials run again,0\n");
    assertThat(result.err())
        .contains("no trial was run again: ", "its code is not here (give it with --code FILE)");
    byte[] bytes = Files.readAllBytes(study.resolve(PART));
    bytes[500] ^= 1;
    Files.write(study.resolve(PART), bytes);
    assertThat(command("check").exit()).isEqualTo(2);
  }

  @Test
  void theManifestSaysOnWhatItRan() throws IOException {
    assertThat(Files.readString(study.resolve("manifest.json")))
        .containsPattern(
            "\"environments\" : \\[ \\{\\s+\"processor\" : \".+\",\\s+\"arch\" : \".+\",\\s+"
                + "\"jvm\" : \".+\",\\s+\"blas\" : \"OpenBLAS 0\\.3\\.26\",\\s+"
                + "\"blasKernel\" : \"[A-Za-z0-9]+\",\\s+\"blasResults\" : \"[0-9a-f]{8}\"\\s+\\} \\]");
  }

  @Test
  void eachPartSaysOnWhatItRanAndReplayNamesIt() throws IOException, SQLException {
    String facts =
        "SELECT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) = 'gradsweep.part'"
            .formatted(study.resolve(PART));
    assertThat(Gradsweep.query(facts).get(0)).contains("\"environments\"", "\"blasKernel\"");
    Gradsweep.rewrite(study.resolve(PART), "* REPLACE (final_error * 2 AS final_error)");
    String some = "SELECT trial_id FROM read_parquet('%s') ORDER BY 1 LIMIT 1";
    String id = Gradsweep.query(some.formatted(study.resolve(PART))).get(0);
    assertThat(command("replay", id).err())
        .containsPattern("there: " + MACHINE)
        .containsPattern("here: " + MACHINE);
  }
}
