package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The times that a study's plan expects of its segments, changed by hand. */
public final class ExpectedTimes {

  private ExpectedTimes() {}

  /** Makes a study an unfinished one whose two segments are expected to take so many seconds. */
  public static void set(Path study, double first, double second) throws IOException {
    Files.delete(study.resolve("_SUCCESS"));
    Path plan = study.resolve("_plan/0000.json");
    String before = Files.readString(plan);
    String after =
        before.replaceFirst(
            "\"seconds\"( ?: ?)\\[[^]]*]", "\"seconds\"$1[%s, %s]".formatted(first, second));
    assertThat(after).isNotEqualTo(before);
    Files.writeString(plan, after);
  }
}
