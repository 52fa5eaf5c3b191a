package io.gradsweep.driver.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.study.DriverProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A part of a study that was interrupted rots at a random byte, or is cut off there. */
class DamagedPartFaultsIT {

  private static final int TRIALS = 2000;

  /** Files that the message says to delete. */
  private static final Pattern ADVICE =
      Pattern.compile("(\\S+[.]parquet): .* \\(delete it(?: and (\\S+))?, and 'gradsweep run'");

  /** A Parquet file ends with the length of its footer and a magic number. */
  private static final int TAIL = 8;

  @TempDir private static Path shared;
  private static Undisturbed undisturbed;

  @BeforeAll
  static void runOnce() throws Exception {
    undisturbed = Undisturbed.in(shared, TRIALS, "max_steps: [5, 50]");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.gradsweep.driver.faults.Campaign#seeds")
  void aDamagedPartIsNamedAndItsTrialsRunAgain(long seed, @TempDir Path folder) throws Exception {
    String again = Campaign.again(getClass(), seed);
    Random random = Campaign.random(seed);
    Path study = folder.resolve("study");
    int parts = 20 + random.nextInt(60);
    Process dead =
        DriverProcess.startWithFault(
            folder.resolve("log"), "AFTER_TRIALS", parts, undisturbed.command(study));
    assertThat(dead.waitFor()).as(again).isEqualTo(137);
    Path part = anyPart(study, random);
    byte[] whole = Files.readAllBytes(part);
    Files.write(part, random.nextBoolean() ? flipped(whole, random) : cut(whole, random));

    Result result = Gradsweep.run(undisturbed.command(study));
    if (result.exit() != 0) { // else it was a byte that no reader needs
      followAdvice(study, study.relativize(part).toString(), result, again);
      Campaign.tell(seed, "%s", result.err().lines().reduce((one, other) -> other).orElse(""));
    }
    Undisturbed.finish(undisturbed.command(study));
    undisturbed.requireEqual(study, again);
  }

  private static void followAdvice(Path study, String named, Result result, String again)
      throws IOException {
    assertThat(result.exit()).as(again + " " + named + ": " + result.err()).isEqualTo(2);
    assertThat(result.err()).as(again).contains(named).doesNotContain("\tat ", "Exception");
    Matcher advice = ADVICE.matcher(result.err());
    assertThat(advice.find()).as(result.err()).isTrue();
    Files.delete(study.resolve(advice.group(1)));
    if (advice.group(2) != null) {
      Files.delete(study.resolve(advice.group(2)));
    }
  }

  private static Path anyPart(Path study, Random random) throws IOException {
    String table = random.nextBoolean() ? "trials" : "trajectories";
    try (Stream<Path> files = Files.list(study.resolve(table))) {
      List<Path> parts =
          files
              .filter(f -> Files.exists(study.resolve("trials").resolve(f.getFileName())))
              .toList();
      return parts.stream().sorted().toList().get(random.nextInt(parts.size()));
    }
  }

  /** One bit of the rows is another; the footer has no checksum, and is left alone. */
  private static byte[] flipped(byte[] whole, Random random) {
    int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - TAIL);
    int rows = whole.length - TAIL - footer;
    byte[] bytes = whole.clone();
    bytes[4 + random.nextInt(rows - 4)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] cut(byte[] whole, Random random) {
    return Arrays.copyOf(whole, random.nextInt(whole.length));
  }
}
