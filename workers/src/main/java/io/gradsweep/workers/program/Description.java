package io.gradsweep.workers.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gradsweep.results.trial.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of a program that is asked to describe itself.
 *
 * @param json as it was printed
 * @param took time from its start to its end, about the time of loading its libraries
 */
public record Description(ProgramSpec spec, String json, Duration took) {

  private static final Duration MOST = Duration.ofMinutes(2);
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_SHOWN = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /** Jackson's words for a key that is there twice. */
  private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.*?)' for ");

  /**
   * Asks a program.
   *
   * @throws UnusableProgram if it cannot be started, or does not describe a simulation
   */
  public static Description of(Program program) {
    long start = System.nanoTime();
    ProcessGroup group;
    try {
      group = ProcessGroup.start(program.describing());
    } catch (IOException e) {
      throw unusable(program.name(), "it cannot be started: %s".formatted(e.getMessage()));
    }
    try {
      String said = output(program, group);
      return new Description(
          read(said, program.name()), said, Duration.ofNanos(System.nanoTime() - start));
    } finally {
      group.kill();
    }
  }

  /** Reads what a program printed elsewhere. */
  static ProgramSpec read(String json, String program) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      Matcher twice = TWICE.matcher(e.getOriginalMessage());
      throw twice.find()
          ? unusable(
              program,
              "asked to describe itself, it gave two values for '%s'"
                  .formatted(Shown.briefly(twice.group(1))))
          : noDescription(program, json);
    }
    if (!node.isObject()) {
      throw noDescription(program, json);
    }
    return DescriptionReader.read(node, program);
  }

  private static UnusableProgram noDescription(String program, String printed) {
    return unusable(
        program,
        printed.isBlank()
            ? "asked to describe itself, it printed nothing"
            : "asked to describe itself, it printed what is no JSON object alone: '%s'"
                .formatted(Shown.briefly(printed.strip())));
  }

  private static String output(Program program, ProcessGroup group) {
    Process process = group.process();
    ErrorOutput errors = new ErrorOutput(process.getErrorStream(), "errors of " + program.name());
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it has ended, as its status shows
    }
    CompletableFuture<byte[]> printed =
        CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
    try {
      byte[] bytes = printed.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length > MOST_BYTES) {
        throw unusable(
            program.name(),
            "asked to describe itself, it printed more than %d MB".formatted(MOST_BYTES >> 20));
      }
      if (!process.waitFor(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw endless(program);
      }
      requireDone(program, process.exitValue(), errors.takeLast());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      throw endless(program);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unusable(program.name(), "interrupted");
    }
  }

  private static byte[] read(InputStream in) {
    try {
      return in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      return new byte[0]; // closed
    }
  }

  private static UnusableProgram endless(Program program) {
    return unusable(
        program.name(),
        "asked to describe itself, it had not ended after %d s".formatted(MOST.toSeconds()));
  }

  private static void requireDone(Program program, int status, String said) {
    if (status != 0) {
      String ended =
          "asked to describe itself, it ended with %s%s"
              .formatted(ProcessGroup.words(status), lastLine(said));
      throw unusable(program.name(), program.firstLineFault().orElse(ended));
    }
  }

  private static String lastLine(String said) {
    return said.lines()
        .filter(line -> !line.isBlank())
        .reduce((before, line) -> line)
        .map(line -> ": " + Shown.beginning(line.strip(), MOST_SHOWN))
        .orElse("");
  }

  private static UnusableProgram unusable(String program, String why) {
    return new UnusableProgram("Cannot use program: %s (%s)".formatted(program, why));
  }
}
