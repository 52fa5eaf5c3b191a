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

/** Replicates until claims are decided, by the command line. */
class TestClaimRounds {

  @TempDir private static Path folder;
  private static Path atOnce;
  private static Result first;

  private static Path sweep(String edge) throws IOException {
    return Gradsweep.write(
        folder,
        "sweep: s",
        "simulation: draws",
        "grid: {law: [normal, missing], centre: [1, 2], spread: [0.1, 1], study: [0, 1]}",
        "replicates: {until: claims, max: 40, looks: x2}",
        "claims:",
        claim("early", "of: mean(draw), where: spread == 0.1 and centre == 1, expect: '< 1.5'"),
        claim("wrong", "of: mean(draw), where: spread == 0.1 and centre == 2, expect: '< 1.5'"),
        claim(
            "late",
            "of: mean(draw), where: spread == 1 and law == 'normal' and study == 0 and centre == 1,"
                + " expect: '> "
                + edge
                + "'"),
        claim(
            "arms",
            "compare: 'centre=1,2', of: mean(draw), where: law == 'normal' and spread == 0.1,"
                + " expect: '< 0'"),
        claim("slope", "fit: draw~centre, where: spread == 0.1, expect: 'in [0.5, 1.5]'"),
        claim(
            "lacking",
            "of: mean(draw), where: law == 'missing' and study == 0 and centre == 2"
                + " and spread == 0.1, expect: '< 9'"),
        claim("always", "every: status == 'converged'"),
        claim("sql", "sql: SELECT count(*) FROM trials, expect: '> 1'"),
        "checks:",
        claim("a check", "of: mean(draw), where: centre == 2 and spread == 1, expect: '> 1.5'"));
  }

  private static String claim(String name, String form) {
    return "- {claim: %s, %s}".formatted(name, form);
  }

  private static Result run(String edge, Path study, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("run", sweep(edge).toString(), "--out", study.toString(), "--master"));
    command.addAll(more.length == 0 ? List.of("local[1]") : Arrays.asList(more));
    return Gradsweep.run(command.toArray(String[]::new));
  }

  @BeforeAll
  static void runs() throws IOException {
    atOnce = folder.resolve("at-once");
    first = run("1", atOnce);
    assertThat(first.exit()).as(first.err()).isZero();
  }

  private static List<String> trials(Path study) {
    return lines(
        "query",
        study.toString(),
        "SELECT * EXCLUDE (%s) FROM trials ORDER BY trial_id".formatted(Gradsweep.PROVENANCE),
        "--format",
        "csv");
  }

  private static List<String> lines(String... command) {
    Result result = Gradsweep.run(command);
    assertThat(result.exit()).as(result.err()).isIn(0, 4);
    return result.out().lines().toList();
  }

  @Test
  void onlyGridPointsThatAnOpenClaimNeedsGoOn() {
    assertThat(
            lines(
                "query",
                atOnce.toString(),
                "SELECT law, study, CAST(10 * spread AS INTEGER) AS s, count(*) AS n FROM trials"
                    + " GROUP BY law, study, centre, spread HAVING count(*) > 10 ORDER BY law",
                "--format",
                "csv"))
        // the mean of a law whose values miss some needs 10 of them; the edge is the truth
        .containsExactly("law,study,s,n", "missing,0,1,20", "normal,0,10,40");
    assertThat(first.err())
        .contains(
            "round 1: 4 more claims are decided, the grid points of the others go on from 10 to 20",
            "the rule ends: 0 more claims are decided, 1 has the most replicates");
  }

  @Test
  void verdictsAreThoseOfTheLookThatClosedEachClaim() {
    List<String> verified = lines("verify", atOnce.toString(), "--format", "csv");
    assertThat(verified).hasSize(10);
    assertThat(verified.get(1)).contains("PASS,early").contains("10 replicates, an interval of");
    assertThat(verified.get(2)).contains("FAIL,wrong").contains("98.33 % for each of 3 looks");
    assertThat(verified.get(3)).contains("INCONCLUSIVE,late").contains("40 replicates");
    assertThat(verified.get(4)).contains("PASS,arms");
    assertThat(verified.get(5)).contains("PASS,slope");
    assertThat(verified.get(6)).contains("PASS,lacking").contains("20 replicates");
    assertThat(verified.subList(7, 10)).allMatch(line -> line.contains("PASS"));
    assertThat(verified.subList(7, 10)).noneMatch(line -> line.contains("for each of"));
    assertThat(lines("verify", atOnce.toString(), "--engine", "spark", "--format", "csv"))
        .isEqualTo(verified);
  }

  @Test
  void theGenerationsHoldTheNumbersOfEachClosing() throws IOException {
    assertThat(Files.readString(atOnce.resolve("_plan/0001.json")))
        .contains("\"claims\"", "\"holds\"", "\"low\"");
    assertThat(Files.readString(atOnce.resolve("_plan/0000.json"))).doesNotContain("\"holds\"");
  }

  @Test
  void aChangedBoundEndsAtTheTrialsOfAFreshStudy() throws IOException {
    Path changed = folder.resolve("changed");
    run("-5", changed, "local[2]");
    assertThat(trials(changed).size()).isLessThan(trials(atOnce).size());
    Result result = run("1", changed, "local[2]");
    assertThat(result.err()).contains("the rule is another one than was run here");
    assertThat(trials(changed)).isEqualTo(trials(atOnce));
    assertThat(run("1", changed).err()).contains("nothing to do");
  }

  @Test
  void shardsDecideAsOneProcess() throws IOException {
    Path study = folder.resolve("shards");
    for (int turn = 0; turn < 20 && !Files.exists(study.resolve("_SUCCESS")); turn++) {
      run("1", study, "local[1]", "--shard", turn % 2 + "/2", "--segment-trials", "30");
    }
    assertThat(trials(study)).isEqualTo(trials(atOnce));
  }

  @Test
  void planStatusAndReportTellOfClaims() throws IOException {
    String plan = String.join("\n", lines("plan", sweep("1").toString(), "--out", folder + "/no"));
    assertThat(plan)
        .contains(
            "until claims are decided, at 9 of the grid points",
            "at 10, 20, 40, with intervals of 98.33 %",
            "at most 430, in the worst case",
            "160 trials");
    String status = String.join("\n", lines("status", atOnce.toString()));
    assertThat(status).contains("ended: 5 claims are decided, 1 has the most replicates");
    Path page = folder.resolve("page.html");
    lines("report", atOnce.toString(), "--output", page.toString());
    assertThat(Files.readString(page))
        .contains("Claims that decide", "its interval lies inside the bound", "its interval lies")
        .contains("it has the most replicates", "law=normal, centre=");
  }
}
