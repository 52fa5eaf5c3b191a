package io.gradsweep.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.cli.Gradsweep;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTemporaryFolder {

  private static final String PROPERTY = "java.io.tmpdir";

  private final String before = System.getProperty(PROPERTY);
  @TempDir private Path folder;

  @BeforeEach
  void takeAnother() {
    System.setProperty(PROPERTY, folder.resolve("gone").toString());
  }

  @AfterEach
  void takeBack() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void aFolderThatCannotBeUsedIsNamedWithTheWayOut() {
    assertThatThrownBy(TemporaryFolder::requireUsable)
        .isInstanceOf(SystemFailure.class)
        .hasMessage(
            "Cannot use temporary folder: %s (there is no such folder; set TMPDIR to a folder with"
                    .formatted(folder.resolve("gone"))
                + " 100 MB free, in which programs may run)");
    System.setProperty(PROPERTY, folder.toString());
    assertThatCode(TemporaryFolder::requireUsable).doesNotThrowAnyException();
  }

  @Test
  void commandsThatNeedItSaySoBeforeTheyBegin() {
    Gradsweep.Result refused = Gradsweep.run("run", "sweeps/no-such.yaml");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).startsWith("Cannot use temporary folder: ").hasLineCount(1);
    assertThat(Gradsweep.run("run", "--help").exit()).isZero();
    assertThat(Gradsweep.run("list").exit()).isZero();
    assertThat(Gradsweep.run("status", folder.toString()).err()).startsWith("Cannot read");
  }
}
