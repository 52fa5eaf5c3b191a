package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A data file of which bytes have changed is named by whatever reads it; or they are of no account,
 * and the answer is the right one. {@code -Dbytes.flips=N} tries more of them, from {@code
 * -Dbytes.seed=N}.
 */
class TestChangedBytes extends ChangedBytes {

  private static final int FLIPS = Integer.getInteger("bytes.flips", 25);
  private static final long SEED = Long.getLong("bytes.seed", 1);

  /** Reads the study, and says what it has found. */
  private interface Reading {
    Object read() throws IOException;
  }

  private List<Reading> readings() {
    return List.of(
        () -> Studies.csv(study, "SELECT * FROM trials ORDER BY trial_id"),
        () -> Studies.csv(study, "SELECT * FROM trajectories ORDER BY ALL"),
        () -> Studies.csv(study, "SELECT count(*) FROM trials WHERE step_size > 1"),
        () -> Studies.summaries(study),
        () -> Studies.claims(study).toString(),
        () -> {
          Studies.requireIntact(study);
          return "intact";
        });
  }

  /** In the middle of pages, where nothing but a sum can tell. */
  @ParameterizedTest
  @ValueSource(strings = {PART, STEPS})
  void twoHundredBytesAreNamedByAllThatRead(String name) throws IOException {
    Path other = another("other");
    Path file = study.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    int from = Math.min(1200, bytes.length / 4);
    for (int i = from; i < from + 200; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    Map<String, String> before = Folder.contents(folder);
    List<Reading> all = new ArrayList<>(readings());
    all.add(() -> Studies.compact(study));
    all.add(() -> Studies.report(study));
    all.add(() -> Studies.merge(folder.resolve("merged"), study, other));
    for (Reading reading : all) {
      assertThatThrownBy(reading::read)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining(name + ": its bytes have changed (delete it")
          .hasMessageNotContaining("Exception")
          .hasMessageNotContaining("don't know what type");
    }
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  /** Without its key and its word, a seal would look like none, as in files of 0.1. */
  @ParameterizedTest
  @ValueSource(strings = {PART, STEPS})
  void aByteOfTheSealItselfIsNamedToo(String name) throws IOException {
    Path file = study.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    int seal = new String(whole, StandardCharsets.ISO_8859_1).indexOf("gradsweep.seal");
    for (int place : new int[] {0, 13, 14, 15, 16, 21, 22, 23, 38}) {
      byte[] bytes = whole.clone();
      bytes[seal + place] ^= 1;
      Files.write(file, bytes);
      assertThatThrownBy(() -> Studies.status(study))
          .as("byte %d", place)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining(name + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PART, STEPS})
  void anyByteThatChangesIsNamedOrOfNoAccount(String name) throws IOException {
    List<Object> right = new ArrayList<>();
    for (Reading reading : readings()) {
      right.add(reading.read());
    }
    Random random = new Random(SEED);
    Path file = study.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < FLIPS; i++) {
      Files.write(file, changed(whole, i, random));
      String flip = "change %d of -Dbytes.seed=%d in %s: ".formatted(i, SEED, name);
      List<Reading> readings = readings();
      for (int r = 0; r < right.size(); r++) {
        requireRightOrNamed(flip, readings.get(r), right.get(r), name);
      }
      try {
        Studies.status(study);
      } catch (RequestException e) {
        assertThat(e).as(flip).hasMessageContaining(name + ": ");
      }
    }
    Files.write(file, whole);
  }

  private static void requireRightOrNamed(String flip, Reading reading, Object right, String name)
      throws IOException {
    Object now;
    try {
      now = reading.read();
    } catch (RequestException e) {
      assertThat(e).as(flip).hasMessageContaining(name + ": ");
      return;
    }
    assertThat(now).as(flip).isEqualTo(right);
  }

  /** Rows, footer and end in turn: bits, bytes, a cut, a gap, a longer file. */
  private static byte[] changed(byte[] whole, int turn, Random random) {
    byte[] bytes = whole.clone();
    int footer = whole.length - 3000;
    int at =
        switch (turn % 5) {
          case 0 -> random.nextInt(200);
          case 1 -> whole.length - 1 - random.nextInt(9);
          case 2 -> footer + random.nextInt(whole.length - footer);
          default -> random.nextInt(whole.length);
        };
    if (turn % 10 == 8) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
      System.arraycopy(bytes, at, longer, longer.length - bytes.length + at, bytes.length - at);
      return longer;
    }
    if (turn % 10 == 9) {
      return Arrays.copyOf(bytes, at);
    }
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  /** Files of 0.1 have no sum of the whole; their pages have sums. */
  @ParameterizedTest
  @ValueSource(strings = {"kl", "walk"})
  void pagesOfTheFirstReleaseAreComparedToo(String name) throws IOException {
    Path golden = Path.of("src/test/resources/golden/studies", name + "-0.1");
    study = Files.createDirectory(folder.resolve(name));
    Folder.copy(golden, study);
    Studies.requireIntact(study);
    for (String table : List.of("trials", "trajectories")) {
      Path file = study.resolve(table).resolve(files(table).get(0));
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes = whole.clone();
      bytes[150] ^= 1;
      Files.write(file, bytes);
      List<Reading> all = new ArrayList<>(readings().subList(3, 6));
      all.add(() -> Studies.csv(study, "SELECT 1"));
      for (Reading reading : all) {
        assertThatThrownBy(reading::read)
            .isInstanceOf(RequestException.class)
            .hasMessageContaining(table + "/" + file.getFileName() + ": its bytes have");
      }
      Files.write(file, whole);
    }
  }

  @Test
  void theManifestSaysOnWhatItRan() throws IOException {
    assertThat(Files.readString(study.resolve("manifest.json")))
        .containsPattern(
            "\"environments\" : \\[ \\{\\s+\"processor\" : \".+\",\\s+\"arch\" : \".+\",\\s+"
                + "\"jvm\" : \".+\",\\s+\"blas\" : \"OpenBLAS 0\\.3\\.26\",\\s+"
                + "\"blasKernel\" : \"[A-Za-z0-9]+\",\\s+\"blasResults\" : \"[0-9a-f]{8}\"\\s+\\} \\]");
  }
}
