package io.gradsweep.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges in as many replicates as a rule decides, and claims on them. */
class TestRefinedRules {

  private static final String PRECISE =
      "{until: 'half_width(median(boundary)) <= %s and half_width(success) <= 0.4', max: 60,"
          + " looks: x2}";
  private static final String CLAIMS = "{until: claims, max: 20}";

  @TempDir private static Path folder;
  private static Path atOnce;
  private static Path onClaims;

  private static Path sweep(String replicates) throws IOException {
    return Gradsweep.write(
        folder,
        "sweep: edges",
        "simulation: edges",
        "grid: {width: [2, 8], step_size: 'geomspace(0.1, 10, 5)'}",
        "replicates: " + replicates,
        "refine: {axis: step_size, boundary: \"status == 'converged'\", to: 40%, probes: 1}",
        "claims:",
        "- {claim: near, of: mean(boundary / edge), where: width == 8, expect: 'in [0.7, 1.3]'}",
        "- {claim: slope, fit: boundary~width, expect: 'in [-1.5, -0.5]'}",
        "- {claim: ratio, compare: 'width=8,2', of: geomean(boundary), ratio: true, expect: '< 0.5'}",
        "- {claim: all, every: state == 'found' and crossings == 1}",
        "- {claim: success, of: success, where: lower > 0, expect: '> 0.5'}",
        "- {claim: trials, of: success, where: step_size > 9, expect: '< 0.5'}");
  }

  private static Result run(String replicates, Path study, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("run", sweep(replicates).toString(), "--out", study.toString(), "--master"));
    command.addAll(more.length == 0 ? List.of("local[1]") : Arrays.asList(more));
    Result result = Gradsweep.run(command.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isIn(0, 4);
    return result;
  }

  @BeforeAll
  static void runs() throws IOException {
    atOnce = folder.resolve("at-once");
    onClaims = folder.resolve("claims");
    run(PRECISE.formatted("15%"), atOnce);
    run(CLAIMS, onClaims, "local[2]");
  }

  private static List<String> lines(String... command) {
    Result result = Gradsweep.run(command);
    assertThat(result.exit()).as(result.err()).isIn(0, 4);
    return result.out().lines().toList();
  }

  private static List<String> query(Path study, String sql, String... more) {
    List<String> command = new ArrayList<>(List.of("query", study.toString(), sql));
    command.addAll(List.of("--format", "csv"));
    command.addAll(Arrays.asList(more));
    return lines(command.toArray(String[]::new));
  }

  private static List<String> trials(Path study) {
    return query(
        study,
        "SELECT * EXCLUDE (%s) FROM trials ORDER BY trial_id".formatted(Gradsweep.PROVENANCE));
  }

  private static final String EDGES =
      "SELECT width, count(*) AS n, max(replicate) + 1 AS r, count(boundary) AS b,"
          + " min(state) AS s FROM boundaries GROUP BY width ORDER BY width";

  @Test
  void everyReplicateOfACellHasItsEdgeAndTheCellIsPrecise() {
    List<String> edges = query(atOnce, EDGES);
    assertThat(edges).hasSize(3).allMatch(line -> line.endsWith(",found") || line.endsWith(",s"));
    assertThat(edges.subList(1, 3))
        .allMatch(
            line -> {
              String[] cells = line.split(",");
              return Integer.parseInt(cells[1]) > 10
                  && cells[1].equals(cells[2])
                  && cells[1].equals(cells[3]);
            });
    List<String> summary =
        lines(
            "summarize", atOnce.toString(), "--by", "width", "--of", "boundary", "--format", "csv");
    List<String> head = Arrays.asList(summary.get(0).split(","));
    for (String line : summary.subList(1, 3)) {
      String[] cells = line.split(",");
      double median = Double.parseDouble(cells[head.indexOf("boundary median")]);
      double low = Double.parseDouble(cells[head.indexOf("boundary median low")]);
      double high = Double.parseDouble(cells[head.indexOf("boundary median high")]);
      assertThat((high - low) / 2 / median).as(line).isLessThanOrEqualTo(0.15);
    }
  }

  @Test
  void aTightenedStudyEndsAtTheTrialsOfOneAtOnce() throws IOException {
    Path tightened = folder.resolve("tightened");
    run(PRECISE.formatted("30%"), tightened, "local[2]");
    assertThat(trials(tightened).size()).isLessThan(trials(atOnce).size());
    run(PRECISE.formatted("15%"), tightened, "local[2]");
    assertThat(trials(tightened)).isEqualTo(trials(atOnce));
    assertThat(run(PRECISE.formatted("15%"), tightened).err()).contains("nothing to do");
  }

  @Test
  void claimsAreOnEdgesIfTheyNameOne() {
    List<String> verified = lines("verify", onClaims.toString(), "--format", "csv");
    assertThat(verified).hasSize(7);
    assertThat(verified.subList(1, 7)).allMatch(line -> line.contains("PASS"));
    assertThat(verified.get(4)).contains(",20,"); // edges, no trials
    assertThat(lines("verify", onClaims.toString(), "--format", "csv", "--engine", "spark"))
        .isEqualTo(verified);
    assertThat(query(onClaims, EDGES))
        .containsExactly("width,n,r,b,s", "2,10,10,10,found", "8,10,10,10,found");
  }

  @Test
  void statusPlanAndReportTellOfBoth() throws IOException {
    assertThat(String.join("\n", lines("status", atOnce.toString())))
        .contains("ended: 2 cells are precise enough, 0 have the most");
    assertThat(String.join("\n", lines("status", onClaims.toString())))
        .contains("ended: 5 claims are decided, 0 have the most");
    assertThat(String.join("\n", lines("plan", sweep(PRECISE.formatted("15%")).toString())))
        .contains("trials with edges", "first round", "at most");
    for (Path study : List.of(atOnce, onClaims)) {
      Path page = folder.resolve("page.html");
      lines("report", study.toString(), "--output", page.toString());
      assertThat(Files.readString(page)).contains("Replicates of each cell", "width=2");
    }
  }
}
