package io.gradsweep.driver.job;

import io.gradsweep.driver.study.Declaration;
import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A class loader of a user's own simulations. It knows the hash of their code: over the entries of
 * the archive by name and bytes, so that an archive that is built again from the same sources is
 * the same code.
 */
final class UserCode extends URLClassLoader {

  private final String hash;

  UserCode(Path jar, ClassLoader parent) throws IOException {
    super(new URL[] {jar.toUri().toURL()}, parent);
    hash = hash(jar);
  }

  /**
   * Hash of the code of a simulation that a user brought; null for one that came with gradsweep,
   * which its version identifies.
   */
  static String hash(Simulation simulation) {
    return simulation.getClass().getClassLoader() instanceof UserCode own ? own.hash : null;
  }

  /** Declaration that a study keeps of a simulation that is here. */
  static Declaration declaration(SimulationSpec spec) {
    return Declaration.of(spec, hash(Simulations.find(spec.name())));
  }

  private static String hash(Path jar) throws IOException {
    CanonicalHash hash = new CanonicalHash("gradsweep-code-1");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : entries) {
        hash.part(entry.getName()).part(sha256(zip, entry));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return hash.hex();
  }

  private static String sha256(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(in.readAllBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }
}
