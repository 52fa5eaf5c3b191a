package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds classes of one name in several files of a user's code: a class loader would take the first
 * and say nothing. Libraries that two files take along may be the same ones.
 */
final class ClassTwins {

  private static final String CLASS = ".class";

  /** A class as a file has it. */
  private record FoundClass(CodePiece piece, long checksum, boolean isSimulation) {}

  private final Map<String, FoundClass> byName = new HashMap<>();

  private ClassTwins() {}

  /**
   * @throws RequestException if two files have a class of one name that differs, or that both name
   *     as a simulation
   */
  static void refuse(List<CodePiece> pieces) throws IOException {
    ClassTwins twins = new ClassTwins();
    for (CodePiece piece : pieces) {
      twins.add(piece);
    }
  }

  private void add(CodePiece piece) throws IOException {
    try (ZipFile zip = new ZipFile(piece.archives().get(0).toFile())) {
      Set<String> simulations = simulations(zip);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(CLASS) && !entry.getName().startsWith("META-INF/")) {
          String name = name(entry);
          add(name, new FoundClass(piece, entry.getCrc(), simulations.contains(name)));
        }
      }
    }
  }

  private void add(String name, FoundClass found) {
    FoundClass other = byName.putIfAbsent(name, found);
    if (other != null
        && (other.checksum() != found.checksum() || other.isSimulation() && found.isSimulation())) {
      throw new RequestException(
          "Cannot use code: %s and %s (both have a class %s; must be different names)"
              .formatted(other.piece().given(), found.piece().given(), name));
    }
  }

  private static String name(ZipEntry entry) {
    String path = entry.getName();
    return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
  }

  private static Set<String> simulations(ZipFile zip) throws IOException {
    ZipEntry services = zip.getEntry(CodePiece.SERVICES);
    if (services == null) {
      return Set.of();
    }
    String names = new String(zip.getInputStream(services).readAllBytes(), StandardCharsets.UTF_8);
    Set<String> simulations = new HashSet<>();
    names.lines().map(line -> line.replaceAll("#.*", "").strip()).forEach(simulations::add);
    return simulations;
  }
}
