package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generations 0 and 1 of a search for edges, and what lies beside them. */
class TestGaps {

  @TempDir private Path folder;
  private Path plan;
  private Study study;

  @BeforeEach
  void writeGenerations() throws IOException {
    study = Study.at(folder.toUri());
    plan = Files.createDirectory(folder.resolve("_plan"));
    for (String name : new String[] {"0000.json", "0001.points", "0001.json"}) {
      Files.createFile(plan.resolve(name));
    }
  }

  @Test
  void pointsThatADeadRunWroteBeforeTheirGenerationAreNoGap() throws IOException {
    assertThatCode(() -> Gaps.requireNoneAfter(study, 2)).doesNotThrowAnyException();
    Files.createFile(plan.resolve("0002.points"));
    assertThatCode(() -> Gaps.requireNoneAfter(study, 2)).doesNotThrowAnyException();
  }

  @Test
  void aGenerationThatIsGoneIsNamedWithTheFileThatNeedsIt() throws IOException {
    Files.createFile(plan.resolve("0003.points"));
    assertThatThrownBy(() -> Gaps.requireNoneAfter(study, 2))
        .hasMessageContaining("(_plan/0002.json is gone, and _plan/0003.points needs it; restore");
    Files.createFile(plan.resolve("0003.json"));
    Files.delete(plan.resolve("0003.points"));
    assertThatThrownBy(() -> Gaps.requireNoneAfter(study, 2))
        .hasMessageContaining("(_plan/0002.json is gone, and _plan/0003.json needs it; restore");
  }
}
