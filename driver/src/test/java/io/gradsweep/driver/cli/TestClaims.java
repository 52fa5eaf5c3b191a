package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sweeps in one command, and one table of what they claim. */
class TestClaims {

  @TempDir private Path folder;

  private String sweep(String name, String claim, String bound, String... more) throws IOException {
    return Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            sweep: %s
            simulation: quadratic
            grid: {step_size: [0.5, 0.1]}
            claims:
              - claim: %s
                source: derived
                sql: SELECT max(step_size) FROM trials
                expect: "%s"
            %s
            """
                .formatted(name, claim, bound, String.join("\n", more)))
        .toString();
  }

  private Result claims(String... arguments) {
    String[] all = new String[arguments.length + 7];
    System.arraycopy(
        new String[] {
          "claims", "-q", "--format", "csv", "--out", folder.resolve("out").toString(), "--quick"
        },
        0,
        all,
        0,
        7);
    System.arraycopy(arguments, 0, all, 7, arguments.length);
    return run(all);
  }

  @Test
  void allClaimsAreInOneTable() throws IOException {
    String one = sweep("one", "steps are short", "< 1");
    String other = sweep("other", "steps are shorter", "< 0.2", "quick: {step_size: 0.1}");
    Result result = claims(one, other);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .containsExactly(
            "sweep,verdict,claim,value,value low,value high,expected,source",
            "one,PASS,steps are short,0.5,,,< 1,derived",
            "other,PASS,steps are shorter,0.1,,,< 0.2,derived");
    assertThat(result.err()).contains("one, 1 of 2", "other, 2 of 2").endsWith("2 PASS\n");
    Result again = claims(one, other);
    assertThat(again.out()).isEqualTo(result.out());
    assertThat(again.err()).contains("nothing to do");
  }

  @Test
  void oneClaimThatFailsIsTheExitStatusAndTheOthersAreStillHeld() throws IOException {
    Result result =
        claims(sweep("one", "steps are tiny", "< 0.1"), sweep("other", "steps are short", "< 1"));
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.out()).contains("one,FAIL,steps are tiny", "other,PASS,steps are short");
  }

  /** x after one step is 0.9 of a normal number, whose sign depends on the seed. */
  @Test
  void aVerdictIsShownUnderSeveralSeeds() throws IOException {
    String file = folder.resolve("seeds.yaml").toString();
    Files.writeString(
        Path.of(file),
        """
        sweep: seeds
        simulation: quadratic
        seed: 18
        replicates: 4
        claims:
          - {claim: holds, every: final_error <= abs(start)}
          - {claim: flips, sql: "SELECT avg(start) FROM trials", expect: > 0}
        checks:
          - {claim: own, every: status == 'converged'}
        """
            .replace("expect: > 0", "expect: '> 0'"));
    Result result = claims("--seeds", "5", file);
    assertThat(result.exit()).as(result.err()).isEqualTo(4);
    List<String> lines = result.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "sweep,kind,claim,pass,fail,inconclusive,fails under seeds,least,greatest,expected");
    assertThat(lines.get(1)).isEqualTo("seeds,claim,holds,5,0,0,,0.0,0.0,<= 0");
    assertThat(lines.get(3)).isEqualTo("seeds,check,own,5,0,0,,0.0,0.0,<= 0");
    String[] flips = lines.get(2).split("\"?,(?=\\S)\"?");
    int pass = Integer.parseInt(flips[3]);
    int fail = Integer.parseInt(flips[4]);
    assertThat(pass).isPositive();
    assertThat(fail).isPositive();
    assertThat(pass + fail).isEqualTo(5);
    assertThat(result.err())
        .contains("seed 18", "seed 22")
        .endsWith("1 claim passes under one base seed and fails under another\n");
    for (String name : List.of("seeds", "seeds-seed-19", "seeds-seed-22")) {
      assertThat(folder.resolve("out").resolve(name + "-quick/_SUCCESS")).exists();
    }
    Result again = claims("--seeds", "5", file);
    assertThat(again.out()).isEqualTo(result.out());
    assertThat(again.err()).contains("nothing to do");
    assertThat(claims("--seeds", "0", file).exit()).isEqualTo(2);
  }

  @Test
  void aFileThatIsEditedMeanwhileIsOneQuestionUnderAllSeeds() throws Exception {
    Path file = Path.of(sweep("one", "steps are short", "< 1"));
    Path begun = folder.resolve("out/one-quick/trials");
    CompletableFuture<Void> edited =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (!Files.exists(begun)) {
                  TimeUnit.MILLISECONDS.sleep(5);
                }
                sweep("one", "steps are tiny", "< 0.1");
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    Result result = claims("--seeds", "2", file.toString());
    edited.get(1, TimeUnit.MINUTES);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out().lines().skip(1))
        .containsExactly("one,steps are short,2,0,0,0.5,0.5,< 1,derived");
  }

  @Test
  void failedTrialsAreTheExitStatusWhereAllClaimsHold() throws IOException {
    Result result = claims(sweep("one", "steps are short", "< 1", "parameters: {fault: throws}"));
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).contains("one,PASS");
  }

  @Test
  void allThatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
    String good = sweep("one", "steps are short", "< 1");
    String bad = sweep("two", "steps are short", "< 1", "replicates: -1");
    Result result = claims(good, bad, folder.resolve("three.yaml").toString(), good);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("two.yaml", "replicates")
        .contains("three.yaml (no such file)")
        .contains("an earlier file has the sweep 'one' too");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
