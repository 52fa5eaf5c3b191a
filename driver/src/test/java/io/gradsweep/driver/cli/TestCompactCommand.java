package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Words and exit statuses of 'compact'. */
class TestCompactCommand extends OnStudyCopies {

  @BeforeAll
  static void runOnce() throws IOException {
    make(3, "sweep: s", "simulation: quadratic", "grid: {fault: [none, nan]}", "replicates: 6");
  }

  @Test
  void theNumbersOfFilesAreSaid() {
    Result compacted = command("compact");
    assertThat(compacted.exit()).as(compacted.err()).isZero();
    assertThat(compacted.out()).isEqualTo("8 data files are 2 now\n");
    assertThat(command("compact").out()).isEqualTo("nothing to compact: 2 data files\n");
    Result again = Gradsweep.run("run", sweep.toString(), "--out", study.toString(), "-q");
    assertThat(again.exit()).isEqualTo(1); // some trials fail on purpose
    assertThat(again.err()).contains("nothing to do: all trials of the plan have a row");
    Result plan =
        Gradsweep.run("plan", sweep.toString(), "--out", study.toString(), "--rerun", "failed");
    assertThat(plan.out()).containsPattern("new +\\| 6 ").containsPattern("segments +\\| 4 ");
  }

  @Test
  void aRefusalIsAStatusAndChangesNothing() throws IOException {
    command("compact");
    Files.writeString(study.resolve("_files/0000.json"), "{");
    Map<String, String> before = Folder.contents(study);
    for (String name : new String[] {"status", "compact", "summarize"}) {
      Result result = command(name);
      assertThat(result.exit()).as(result.err()).isEqualTo(2);
      assertThat(result.err())
          .contains("_files/0000.json is damaged, or not gradsweep's; restore it, or give");
    }
    assertThat(Folder.contents(study)).isEqualTo(before);
  }
}
