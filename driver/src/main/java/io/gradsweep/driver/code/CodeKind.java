package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kinds of files with simulations of a user's own. */
enum CodeKind {
  /** An archive of classes that names its simulations. */
  JAR {
    @Override
    CodePiece prepared(Path file, FilesBeside beside, String with) {
      return CodePiece.ofJar(file, beside);
    }
  },
  /** The source of one class, compiled here. */
  JAVA {
    @Override
    CodePiece prepared(Path file, FilesBeside beside, String with) {
      return JavaSource.compiled(file, beside);
    }
  },
  /** A program that speaks the protocol. */
  PROGRAM {
    @Override
    CodePiece prepared(Path file, FilesBeside beside, String with) {
      return ProgramFile.packed(file, beside, with);
    }
  };

  /** The kinds as a message lists them. */
  private static final String ALL = "a .jar, .java or .py file, or a program that may be run";

  /**
   * Makes a file of this kind ready to be loaded, here and on executors.
   *
   * @param with what runs Python
   * @throws RequestException if it cannot be
   */
  abstract CodePiece prepared(Path file, FilesBeside beside, String with);

  /**
   * The kind of a file.
   *
   * @throws RequestException if there is no such file, or it is of no kind
   */
  static CodeKind of(Path file) {
    if (Files.isDirectory(file)) {
      throw new RequestException("Cannot use code: %s (a folder; must be %s)".formatted(file, ALL));
    }
    if (!Files.exists(file)) {
      throw new RequestException("Cannot read code: %s (no such file)".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new RequestException("Cannot read code: %s (permission denied)".formatted(file));
    }
    String name = file.getFileName().toString();
    if (name.endsWith(".jar")) {
      return JAR;
    }
    if (name.endsWith(".java")) {
      return JAVA;
    }
    if (name.endsWith(ProgramFile.PYTHON) || Files.isExecutable(file)) {
      return PROGRAM;
    }
    throw new RequestException("Cannot use code: %s (must be %s)".formatted(file, ALL));
  }
}
