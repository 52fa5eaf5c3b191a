package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.workers.api.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * One prepared file of a user's code: archives for the class loader here and those of executors.
 *
 * @param given the file as named by the user
 * @param archives the first with the simulations, then what they take along
 * @param hash hash of the code: of the file's content, not of its name or times, and of the files
 *     beside it
 */
record CodePiece(Path given, List<Path> archives, String hash) {

  private static final String SCHEME = "gradsweep-code-1";

  /** The entry of an archive that names its simulations, one a line. */
  static final String SERVICES = "META-INF/services/" + Simulation.class.getName();

  /** The archive as it was given: the same code if it is built again from the same sources. */
  static CodePiece ofJar(Path jar, FilesBeside beside) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(SERVICES) == null) {
        throw new RequestException(
            "Cannot use code: %s (must name its simulations in %s)".formatted(jar, SERVICES));
      }
      CanonicalHash hash = new CanonicalHash(SCHEME);
      Archive.addContent(zip, hash);
      List<Path> archives = beside.classPathFrom(jar);
      if (!beside.resources().isEmpty()) {
        archives.add(Archive.written("files.jar", Map.of(), beside.resources()));
      }
      return new CodePiece(jar, archives, beside.addedTo(hash).hex());
    } catch (IOException e) {
      throw new RequestException("Cannot read code: %s (must be a jar file)".formatted(jar));
    }
  }

  /**
   * A file that was compiled, or wrapped otherwise.
   *
   * @param content of the file, which counts whatever it was made into
   */
  static CodePiece of(Path given, byte[] content, List<Path> archives, FilesBeside beside) {
    CanonicalHash hash = new CanonicalHash(SCHEME).part(Archive.sha256(content));
    return new CodePiece(given, archives, beside.addedTo(hash).hex());
  }
}
