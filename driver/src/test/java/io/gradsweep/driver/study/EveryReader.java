package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.job.StudyCopies;
import io.gradsweep.driver.job.SweepRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Tests of a study with wrong files, by all that reads, grows, copies or only looks. */
public abstract class EveryReader extends StudyCopies {

  protected final SweepRun again(String... overrides) throws IOException {
    return SweepRun.of(sweep, study, overrides);
  }

  /** All that reads the study. */
  protected final List<ThrowingCallable> readers() {
    return List.of(
        () -> again().session(),
        () -> again().look(),
        () -> again("replicates=20").session(),
        () -> again("replicates=20").look(),
        () -> Studies.status(study),
        () -> Studies.csv(study, "SELECT count(*) FROM trajectories"),
        () -> Studies.claims(study),
        () -> Studies.summaries(study),
        () -> Studies.report(study),
        () -> Studies.requireIntact(study));
  }

  /** None of them changes a file. */
  protected final void everyReaderNames(String message) throws IOException {
    allName(readers(), message);
  }

  /** The same, and all that writes other files. */
  protected final void everyReaderAndCopierNames(String message, Path other) throws IOException {
    List<ThrowingCallable> all = new ArrayList<>(readers());
    all.add(() -> Studies.compact(study));
    all.add(() -> Studies.merge(folder.resolve("merged"), study, other));
    allName(all, message);
  }

  private void allName(List<ThrowingCallable> all, String message) throws IOException {
    Map<String, String> before = Folder.contents(folder);
    for (int i = 0; i < all.size(); i++) {
      assertThatThrownBy(all.get(i))
          .as("reader " + i)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining(message);
      assertThat(Folder.contents(folder)).as("reader " + i).isEqualTo(before);
    }
  }
}
