package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.PlainStudy;
import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Studies that cannot be one are refused, and nothing is written. */
class TestMergeRefusals extends MergedStudies {

  private void change(String name, String column, String value) throws IOException, SQLException {
    PlainStudy.rewrite(
        study(name).resolve("trials/g0000-s00000.parquet"),
        "* REPLACE (%s AS %s)".formatted(value, column));
  }

  private AbstractThrowableAssert<?, ?> refused(String message, String out, String... names)
      throws IOException {
    Map<String, String> before = Folder.contents(folder);
    AbstractThrowableAssert<?, ?> refusal =
        assertThatThrownBy(() -> merge(out, names))
            .isInstanceOf(RequestException.class)
            .hasMessageContaining(message);
    assertThat(Folder.contents(folder)).isEqualTo(before);
    return refusal;
  }

  @Test
  void contradictionsAreNamedAndNothingIsWritten() throws IOException, SQLException {
    make("a");
    make("b");
    String id = csv("b", "SELECT min(trial_id) FROM trials").split("\n")[1];
    change("b", "steps", "CASE WHEN trial_id = '" + id + "' THEN 7::BIGINT ELSE steps END");
    String message = "Cannot merge studies: rows of the same trial differ (nothing was written)";
    refused(message, "m", "a", "b")
        .message()
        .containsPattern("/a: processor .*, OpenBLAS .*, kernel ")
        .containsPattern("/b: processor .*, OpenBLAS .*, kernel ")
        .containsPattern(
            "trial %s in %s and %s: steps \\d+ and 7".formatted(id, study("a"), study("b")));
    change("b", "steps", "7::BIGINT");
    refused("and 19 more", "m", "a", "b");
  }

  @Test
  void aValueAndNoneAreDifferent() throws IOException, SQLException {
    make("a");
    make("b");
    change("b", "final_error", "NULL::DOUBLE");
    refused("", "m", "a", "b").message().containsPattern(": final_error \\S+ and null");
  }

  @Test
  void whatCannotBeOneStudyIsRefused() throws IOException {
    make("a");
    make("b", "seed=1");
    refused("given twice", "m", "a", "a");
    refused("(contains '_SUCCESS'; give an --out that is empty or does not exist)", "a", "b", "a");
    Files.createDirectories(study("full"));
    Files.writeString(study("full").resolve("thesis.tex"), "years of work");
    refused(
        "(contains 'thesis.tex'; give an --out that is empty or does not exist)", "full", "a", "b");
    Path other =
        write(
            folder,
            "sweep: k",
            "simulation: kl-divergence",
            "parameters: {optimizer: natural, time_mode: discrete, step_size: 0.1, max_steps: 3}");
    InlineRun.run(other, study("k"), 10);
    refused("simulation kl-divergence (must be quadratic, as in ", "m", "a", "k");
    Path plan = study("b").resolve("_plan/0000.json");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replaceFirst("\"simulationVersion\" : \\d+", "\"simulationVersion\" : 99"));
    refused("version 99 of quadratic (must be ", "m", "a", "b");
    refused("Cannot merge 1 study (must be 2 to ", "m", "a");
  }

  /**
   * By the rule of 0.1, a text and a number are just not equal; by the newest, that is no filter.
   */
  @Test
  void filtersOfAnotherRuleMeanTheSameOrAreRefused() throws IOException, SQLException {
    make("a");
    makeOf(filtered("step_size < 1", "seed: 1"), "b");
    merge("m", "a", "b");
    assertThat(PlainStudy.trials(study("m"))).hasSize(24 + 8);
    assertThat(Files.readString(study("m").resolve("sweep.yaml"))).contains("step_size < 1");
    makeOf(filtered("fault != 1", "seed: 2"), "c");
    refused(
        "%s: its filters mean something else by 'values: 2', the rule of %s (run its sweep with 'values: 2', or that of %s with 'values: 1', into another --out, and merge that)"
            .formatted(study("c"), study("a"), study("a")),
        "n",
        "a",
        "c");
    refused("its filters mean something else", "n", "a", "m", "c");
    merge("n", "c", "a");
    assertThat(PlainStudy.trials(study("n"))).hasSize(12 + 24);
  }

  private static String[] filtered(String where, String seed) {
    return new String[] {
      "sweep: s",
      "simulation: quadratic",
      "parameters: {max_steps: 50}",
      "grid: {step_size: [0.1, 0.5, 2], where: \"%s\"}".formatted(where),
      "replicates: 4",
      "values: 1",
      seed
    };
  }

  @Test
  void aMergedStudyIsNotRun() throws IOException, SQLException {
    make("a");
    make("b", "seed=1");
    merge("m", "a", "b");
    Map<String, String> before = Folder.contents(study("m"));
    SweepRun run = SweepRun.of(study("m").resolve("sweep.yaml"), study("m"));
    for (SweepRunStep step : new SweepRunStep[] {run::session, run::look}) {
      assertThatThrownBy(step::take)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining(
              "merged from others, it has no plan of its own; run those, and merge again")
          .hasMessageContaining(study("a").toUri().toString());
    }
    assertThat(Folder.contents(study("m"))).isEqualTo(before);
    InlineRun.run(study("m").resolve("sweep.yaml"), study("new"), 100);
    assertThat(PlainStudy.trials(study("new"))).isEqualTo(PlainStudy.trials(study("a")));
  }

  private interface SweepRunStep {
    Object take() throws IOException;
  }
}
