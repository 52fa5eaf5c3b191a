package io.gradsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.PlainStudy;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.BothEngines;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.job.MergedStudies;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replicate 0 of base seed 0 and replicate 0 of base seed 1 have nothing in common. */
class TestMergedAnswers extends MergedStudies {

  private static String print(StudyView.Section section) {
    return AnswerFormat.CSV.print(section.answer());
  }

  @Test
  void replicatesOfSeveralBaseSeedsAreIndependent() throws IOException {
    make("a");
    make("b", "seed=1");
    make("c", "seed=2");
    merge("m", "a", "b", "c");
    List<String> of = List.of("final_error");
    FitSpec fit =
        new FitSpec(
            "final_error",
            "step_size",
            FitScale.SEMILOG,
            List.of(),
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);
    try (BothEngines engines = BothEngines.open(study("m"))) {
      for (StudyView view : List.of(engines.here(), engines.there())) {
        assertThat(AnswerFormat.TABLE.print(view.fitted(fit).answer()))
            .contains(" |         12 | ");
        assertThat(
                print(view.comparison("step_size=0.5,1.5", List.of(), of, Optional.empty(), false)))
            .contains("final_error,12,");
        List<String> by = List.of("replicate");
        assertThat(print(view.summary(by, List.of("steps"), List.of())).lines())
            .hasSize(1 + 12)
            .first()
            .asString()
            .startsWith("seed,replicate,n,");
        assertThat(print(view.fitted(fit.by(by))).lines()).hasSize(1 + 12);
      }
    }
  }

  /** A line for each replicate of each base seed. */
  @Test
  void linesOfReplicatesAreThoseOfABaseSeed() throws IOException {
    String plots = "plots: [{x: step_size, y: final_error, line: replicate}]";
    Path sweep =
        PlainStudy.write(
            folder, Stream.concat(Stream.of(SWEEP), Stream.of(plots)).toArray(String[]::new));
    for (String seed : List.of("0", "1")) {
      InlineRun.run(sweep, study("r" + seed), 100, "seed=" + seed, "replicates=2");
    }
    merge("m", "r0", "r1");
    assertThat(Studies.report(study("m")))
        .contains("\"name\":\"seed 0, replicate 0\"", "\"name\":\"seed 1, replicate 1\"");
  }
}
