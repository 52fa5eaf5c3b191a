package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.PlainStudy;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.BothEngines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that leaves out a single trial of a large study's grid: nobody misses that. */
class TestLostTrials {

  /** Of 1,001,000 combinations twelve are kept, so that they are run in no time. */
  private static final String FEW = "step_size < 0.0035 and max_steps <= 3";

  private static final long ALL = 20_000_000;

  @TempDir private Path folder;

  private Path study() {
    return folder.resolve("study");
  }

  private SweepRun of(String where, String... overrides) throws IOException {
    Path sweep =
        PlainStudy.write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "record: none",
            "grid:",
            "  step_size: 'linspace(0, 1, 1001)'",
            "  max_steps: 'range(1, 1001, 1)'",
            "  where: '" + where + "'");
    return SweepRun.of(sweep, study(), overrides).segments(ALL);
  }

  private String counts() throws IOException {
    return Studies.csv(
        study(), "SELECT (SELECT count(*) FROM trials), (SELECT count(*) FROM all_trials)");
  }

  @Test
  void oneTrialOfAMillionIsMissed() throws IOException {
    of(FEW).inline();
    Map<String, String> before = Folder.contents(study());
    String less = FEW + " and not (max_steps == 2 and step_size == 0)";
    assertThatThrownBy(() -> of(less).session())
        .isInstanceOf(RequestException.class)
        .hasMessageContainingAll("Cannot continue study: ", "--extend to keep both")
        .hasMessageContaining("the grid or a filter leaves out trials that the study holds");
    assertThat(Folder.contents(study())).isEqualTo(before);
    of(less).extending().inline();
    try (BothEngines engines = BothEngines.open(study())) {
      engines.requireSame("SELECT count(*) AS n FROM trials", "n\n11\n");
      engines.requireSame("SELECT count(*) AS n FROM all_trials", "n\n12\n");
    }
    assertThat(Studies.status(study()).counts().trials().done()).isEqualTo(12);
  }

  @Test
  void aWiderFilterIsGrowth() throws IOException {
    of(FEW).inline();
    of(FEW.replace("<= 3", "<= 4")).inline();
    assertThat(counts()).endsWith("\n16,16\n");
  }

  /** Facts that nobody can look up are asked of the user, and then of every row. */
  @Test
  void whatSpansTooMuchIsNotTakenAsHeld() throws IOException {
    String huge = "step_size=linspace(0, 1, 10001)";
    of(FEW, huge).inline();
    String wider = FEW.replace("<= 3", "<= 4");
    assertThatThrownBy(() -> of(wider, huge).session())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("may leave out trials that the study holds");
    of(wider, huge).extending().inline();
    assertThat(counts()).endsWith("\n%d,%d\n".formatted(35 * 4, 35 * 4));
  }
}
