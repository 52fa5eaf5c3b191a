package io.gradsweep.driver.cli;

import io.gradsweep.results.trial.Shown;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Properties;
import java.util.Set;

/**
 * Reads settings of Spark and Hadoop from a file, as spark-submit does, so that no process list
 * shows them.
 */
final class PropertiesFile {

  private static final long MOST_BYTES = 1 << 20;

  private PropertiesFile() {}

  /**
   * Makes the settings system properties, where Spark and Hadoop look for them; those that are set
   * otherwise stay.
   *
   * @return a note for the owner, or empty
   * @throws IllegalArgumentException if there is no such file, or it contains something else
   */
  static String load(Path file) {
    Properties settings = read(file);
    for (String name : settings.stringPropertyNames()) {
      if (!name.startsWith("spark.")) {
        throw new IllegalArgumentException(
            "Cannot use %s: '%s' (must be a setting of Spark's, spark.…)"
                .formatted(file, Shown.briefly(name)));
      }
    }
    settings.stringPropertyNames().stream()
        .filter(name -> System.getProperty(name) == null)
        .forEach(name -> System.setProperty(name, settings.getProperty(name).strip()));
    boolean secret = settings.stringPropertyNames().stream().anyMatch(Secrets::isSecret);
    return secret && isReadableByOthers(file)
        ? "warning: %s holds secrets, and others may read it (chmod 600 %1$s)".formatted(file)
        : "";
  }

  private static Properties read(Path file) {
    Properties settings = new Properties();
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("Cannot read %s (no such file)".formatted(file));
    }
    try (Reader text = Files.newBufferedReader(file)) {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("more than 1 MiB");
      }
      settings.load(text);
      return settings;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read %s (must be a file of KEY VALUE lines; %s)".formatted(file, e.getMessage()));
    }
  }

  private static boolean isReadableByOthers(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return false; // a system with other rules
    }
    try {
      Set<PosixFilePermission> may = view.readAttributes().permissions();
      return may.contains(PosixFilePermission.GROUP_READ)
          || may.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      return false;
    }
  }
}
