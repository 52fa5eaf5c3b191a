package io.gradsweep.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A study that searches for the edge of a quadratic in every replicate, and what reads it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestRefineStudies {

  private static final int REPLICATES = 4;

  @TempDir private static Path folder;

  private static Path study;

  private static Path sweep(String... more) throws Exception {
    String[] grid = {
      "sweep: edges",
      "simulation: edges",
      "grid: {width: [2, 8], step_size: 'geomspace(1e-3, 10, 9)'}",
      "replicates: " + REPLICATES
    };
    return Gradsweep.write(
        folder, Stream.concat(Stream.of(grid), Stream.of(more)).toArray(String[]::new));
  }

  private static Result run(Path out, String to, String... more) throws Exception {
    Path sweep =
        sweep(
            "refine: {axis: step_size, boundary: \"status == 'converged'\", to: " + to + "}",
            "summary: [{by: [width], of: [boundary, edge]}]",
            "fit: [{y: boundary, x: width}]",
            "plots: [{x: width, y: boundary}]",
            "claims: [{claim: near, sql: SELECT max(abs(boundary / edge - 1)) FROM boundaries,"
                + " expect: '< 0.005'}]");
    return Gradsweep.run(
        Stream.concat(Stream.of("run", sweep.toString(), "--out", out.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @BeforeAll
  static void aStudyIsRunAndItsToleranceTightened() throws Exception {
    study = folder.resolve("study");
    Result coarse = run(study, "20%", "--master", "local[2]");
    assertThat(coarse.exit()).as(coarse.err()).isZero();
    Result result = run(study, "0.5%", "--master", "local[2]");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out() + result.err()).contains("PASS");
    assertThat(result.err())
        .contains("of the axis between those of the grid", "every edge is as narrow as was asked");
  }

  /** Nothing is lost, and nothing of the search counts as the plan's. */
  @Test
  void aSweepThatSearchesNoMoreSaysWhatItLacks() throws Exception {
    Path out = folder.resolve("searched");
    assertThat(run(out, "20%").exit()).isZero();
    int searched = ids(out).size() - 1; // without the header
    int grid = 2 * 9 * REPLICATES;
    Path sweep = sweep();
    Result refused = Gradsweep.run("run", sweep.toString(), "--out", out.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("or --extend to keep both)")
        .contains(
            "refine: %d trials of the search for an edge, which the sweep does not ask for"
                .formatted(searched - grid));
    lines("run", sweep.toString(), "--out", out.toString(), "--extend");
    assertThat(ids(out)).hasSize(1 + grid);
    assertThat(query(out, "SELECT count(*) FROM all_trials")).contains("" + searched);
  }

  private static List<String> lines(String... command) {
    Result result = Gradsweep.run(command);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().lines().toList();
  }

  private static List<String> query(Path out, String sql, String... more) {
    return lines(
        Stream.concat(Stream.of("query", out.toString(), sql, "--format", "csv"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static List<String> ids(Path out) {
    return query(out, "SELECT trial_id FROM trials ORDER BY trial_id");
  }

  @Test
  @Order(1)
  void everyReplicateHasItsEdgeInFewTrials() {
    assertThat(
            query(
                study,
                "SELECT count(*) AS n, count(DISTINCT replicate) AS r, min(state) AS s,"
                    + " max(state) AS t, max(abs(boundary / edge - 1)) < 0.005 AS near,"
                    + " max(trials) <= 28 AS few, max(crossings) AS c,"
                    + " max(upper / lower - 1) <= 0.005 AS narrow FROM boundaries"))
        .isEqualTo(List.of("n,r,s,t,near,few,c,narrow", "8,4,found,found,true,true,1,true"));
  }

  @Test
  @Order(2)
  void aRowOfTheViewIsOfTheTrialAtItsLowerEnd() {
    assertThat(
            query(
                study,
                "SELECT count(*) AS n FROM boundaries b JOIN trials t ON t.trial_id = b.trial_id"
                    + " WHERE t.step_size = b.lower AND t.replicate = b.replicate"
                    + " AND t.width = b.width AND t.status = b.status AND t.edge = b.edge"
                    + " AND b.status = 'converged'"))
        .isEqualTo(List.of("n", "8"));
  }

  @Test
  @Order(3)
  void bothEnginesGiveTheSameEdges() {
    String all = "SELECT * FROM boundaries ORDER BY width, replicate";
    assertThat(query(study, all, "--engine", "spark")).isEqualTo(query(study, all));
  }

  @Test
  @Order(4)
  void summariesAndFitsReadTheEdges() {
    List<String> summary =
        lines(
            "summarize", study.toString(), "--format", "csv", "--by", "width", "--of", "boundary");
    assertThat(summary.get(0)).contains("width,n,success,", "boundary median");
    assertThat(summary).hasSize(3).element(1).asString().startsWith("2,4,1");
    assertThat(
            lines(
                "summarize",
                study.toString(),
                "--compare",
                "width=8,2",
                "--of",
                "boundary",
                "--ratio",
                "--format",
                "csv"))
        .hasSize(2);
    assertThat(String.join("\n", lines("summarize", study.toString())))
        .contains("slope of ln boundary against ln width");
  }

  @Test
  @Order(5)
  void aFreshStudyOnOneCoreHasTheRowsOfTheTightenedOne() throws Exception {
    assertThat(run(study, "0.5%").err()).contains("nothing to do");
    Path other = folder.resolve("other");
    Result result = run(other, "0.5%", "--master", "local[1]", "--segment-trials", "7");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(ids(other)).isEqualTo(ids(study));
    assertThat(rows(study)).containsAll(rows(other)); // those of the coarse one stay beside
  }

  private static List<String> rows(Path out) throws SQLException {
    return Gradsweep.query(
        "SELECT * EXCLUDE (%s, sweep) FROM read_parquet('%s/trials/*.parquet') ORDER BY trial_id"
            .formatted(Gradsweep.PROVENANCE, out));
  }

  @Test
  @Order(7)
  void whatReadsStudiesReadsIt() throws Exception {
    for (String command : List.of("status", "verify", "report", "compact", "check")) {
      Result result =
          command.equals("report")
              ? Gradsweep.run(command, study.toString(), "--output", folder + "/page.html")
              : Gradsweep.run(command, study.toString());
      assertThat(result.exit()).as(command + result.err()).isZero();
    }
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("Only trials at values of step_size that the grid holds.");
  }

  @Test
  @Order(9)
  void pointsThatAreGoneAreNamed() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Folder.copy(study, copy);
    Files.delete(copy.resolve("_plan/0001.points"));
    for (String command : List.of("status", "verify", "check")) {
      Result result = Gradsweep.run(command, copy.toString());
      assertThat(result.exit()).as(command).isEqualTo(2);
      assertThat(result.err())
          .contains("(_plan/0001.points is gone, and _plan/0001.json needs it; restore it");
    }
  }

  @Test
  @Order(8)
  void planPrintsTheBound() {
    Result result = Gradsweep.run("plan", folder.resolve("s.yaml").toString());
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out() + result.err()).contains("at most 200");
    assertThat(result.out().replaceAll("\\s*\n\\s*\\| ", " ").replaceAll(" +", " "))
        .contains(
            "edge | the last change of status == 'converged' along step_size, to 0.5% on a log"
                + " scale; 3 probes beside it, at most 0 steps beyond the grid");
    assertThat(Gradsweep.run("plan", folder.resolve("s.yaml").toString(), "--format", "json").out())
        .contains("\"edge\" : {", "\"to\" : \"0.5%\"", "\"probes\" : 3");
  }

  /** In either order, and with a study in which the axis does not vary, or not alone. */
  @Test
  @Order(9)
  void aMergedStudyHasTheEdgesOfTheOneThatSearches() throws Exception {
    Path fixed = other("fixed", "grid: {width: [2, 16]}", "parameters: {step_size: 0.1}");
    Path zipped = other("zipped", "grid: {zip: {width: [2, 16], step_size: [0.2, 0.3]}}");
    String all = "SELECT * FROM boundaries ORDER BY width, replicate";
    List<String> edges = query(study, all);
    for (List<Path> order :
        List.of(
            List.of(study, fixed),
            List.of(fixed, study),
            List.of(zipped, fixed, study),
            List.of(study, zipped))) {
      Path merged = folder.resolve("merged-" + order.hashCode());
      List<String> command = new ArrayList<>(List.of("merge"));
      order.forEach(each -> command.add(each.toString()));
      command.addAll(List.of("--out", merged.toString()));
      lines(command.toArray(String[]::new));
      assertThat(query(merged, all)).as("%s", order).isEqualTo(edges);
      assertThat(query(merged, "SELECT count(*) AS n FROM trials WHERE width = 16"))
          .isEqualTo(List.of("n", Integer.toString(2 * (order.size() - 1))));
      lines("summarize", merged.toString(), "--by", "width", "--of", "boundary");
    }
  }

  private static Path other(String name, String... grid) throws Exception {
    List<String> text = new ArrayList<>(List.of("sweep: " + name, "simulation: edges"));
    text.addAll(List.of(grid));
    text.add("replicates: 2");
    Path sweep = Gradsweep.write(folder, text.toArray(String[]::new));
    Path out = folder.resolve(name);
    lines("run", sweep.toString(), "--out", out.toString(), "--master", "local[1]", "-q");
    return out;
  }
}
