package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
