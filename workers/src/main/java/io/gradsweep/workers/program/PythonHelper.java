package io.gradsweep.workers.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code gradsweep.py}, with which a simulation in Python speaks the protocol. A copy
 * beside the simulation wins over this one.
 */
public final class PythonHelper {

  public static final String NAME = "gradsweep.py";

  private PythonHelper() {}

  public static byte[] bytes() {
    try (InputStream file = PythonHelper.class.getResourceAsStream("/gradsweep/" + NAME)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of our own jar
    }
  }

  /**
   * Writes the file into a folder, which then may stand in {@code PYTHONPATH}.
   *
   * @return the file
   */
  public static Path writeInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.write(folder.resolve(NAME), bytes());
  }
}
