package io.gradsweep.workers.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
class TestPythonHelper {

  @TempDir static Path folder;

  /**
   * The same bits in both languages: of words, uniforms, bounded integers, Gaussians, logarithms.
   */
  @Test
  void pythonDrawsTheNumbersThatJavaDraws() throws Exception {
    Iterator<Long> drawn =
        python("draws.py").lines().map(line -> Long.parseUnsignedLong(line, 16)).iterator();
    RandomStream words = noise();
    for (int i = 0; i < 1000; i++) {
      assertThat(drawn.next()).isEqualTo(words.nextLong());
    }
    RandomStream uniforms = noise();
    for (int i = 0; i < 1000; i++) {
      assertThat(drawn.next()).isEqualTo(Double.doubleToLongBits(uniforms.nextDouble()));
    }
    RandomStream integers = noise();
    for (int i = 0; i < 1000; i++) {
      assertThat(drawn.next()).isEqualTo(integers.nextInt(1000));
    }
    RandomStream gaussians = noise();
    for (int i = 0; i < 50_000; i++) {
      assertThat(drawn.next()).isEqualTo(Double.doubleToLongBits(gaussians.nextGaussian()));
    }
    RandomStream numbers = noise();
    for (int i = 0; i < 20_000; i++) {
      double u = numbers.nextDouble();
      double x =
          switch (i % 5) {
            case 0 -> 1 - u * 0x1p-18;
            case 1 -> Math.scalb(1.0, -(i % 1000));
            case 2 -> 1.41421 + u * 1e-5;
            case 3 -> u * 1e-300;
            default -> u;
          };
      double log = x >= Double.MIN_NORMAL ? StrictMath.log(x) : 0;
      assertThat(drawn.next()).as("log %s", x).isEqualTo(Double.doubleToLongBits(log));
    }
    assertThat(drawn).isExhausted();
  }

  private static RandomStream noise() {
    SimulationSpec toy = new SimulationSpec("toy", 1, "", "", List.of(), List.of(), List.of());
    return Streams.of(new Trial(toy.resolve(Map.of()), 18, 3)).perReplicate("noise");
  }

  /** The file's own tests, in its own language. */
  @Test
  void helperKeepsWhatItPromisesToAnAuthor() throws Exception {
    assertThat(python("-m", "unittest", "test_gradsweep")).contains("OK");
  }

  @Test
  void fileSaysFirstThatItIsFree() {
    assertThat(new String(PythonHelper.bytes(), StandardCharsets.UTF_8).lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).contains("MIT-0"));
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    PythonHelper.writeInto(folder);
    for (String name : List.of("draws.py", "test_gradsweep.py")) {
      Files.write(
          folder.resolve(name),
          TestPythonHelper.class.getResourceAsStream("/gradsweep/" + name).readAllBytes());
    }
    ProcessBuilder python = new ProcessBuilder("python3").directory(folder.toFile());
    python.command().addAll(List.of(arguments));
    python.environment().putAll(Map.of("PYTHONPATH", ".", "PYTHONDONTWRITEBYTECODE", "1"));
    Process running = python.redirectErrorStream(true).start();
    String printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).as(printed).isZero();
    return printed;
  }
}
