package io.gradsweep.workers.numeric;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processor of this machine, according to Linux.
 *
 * @param model its name; {@code unknown} elsewhere
 * @param abilities of its instruction set, such as {@code avx2}
 */
public record Processor(String model, Set<String> abilities) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private static final class ThisMachine {
    static final Processor VALUE = read();
  }

  public static Processor here() {
    return ThisMachine.VALUE;
  }

  private static Processor read() {
    try {
      return of(Files.readAllLines(PROCESSORS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return of(List.of()); // not Linux
    }
  }

  /** Arm's processors have numbers instead of a name. */
  static Processor of(List<String> lines) {
    String model =
        value(lines, "model name")
            .or(
                () ->
                    value(lines, "CPU implementer")
                        .flatMap(by -> value(lines, "CPU part").map(by.concat(" part ")::concat)))
            .orElse("unknown");
    String abilities = value(lines, "flags").or(() -> value(lines, "Features")).orElse("");
    return new Processor(model, Set.copyOf(Arrays.asList(abilities.split(" "))));
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
