package io.gradsweep.driver.store;

import io.gradsweep.workers.numeric.BlasIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What bits of a result can depend on beside the code, on the machine that ran the command.
 *
 * @param processor its model, as the system names it
 * @param arch such as {@code amd64}
 * @param jvm name and version
 * @param blas the linear algebra, by what it computes
 */
public record Environment(String processor, String arch, String jvm, String blas) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** This machine, found out once. */
  private static final class Here {
    static final Environment VALUE = find();
  }

  /** This machine. */
  public static Environment here() {
    return Here.VALUE;
  }

  private static Environment find() {
    return new Environment(
        model(),
        System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        BlasIdentity.name());
  }

  private static String model() {
    try {
      List<String> lines = Files.readAllLines(PROCESSORS, StandardCharsets.ISO_8859_1);
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown"; // no Linux
    }
  }

  /** In words, for messages. */
  public String words() {
    return "processor %s (%s), BLAS %s, %s".formatted(processor, arch, blas, jvm);
  }
}
