package io.gradsweep.driver.code;

import java.nio.file.Path;
import javax.tools.SimpleJavaFileObject;

/** A source as the compiler reads it. A public class in it may have any name. */
final class SourceText extends SimpleJavaFileObject {

  private final Path file;
  private final String text;

  SourceText(Path file, String text) {
    super(file.toUri(), Kind.SOURCE);
    this.file = file;
    this.text = text;
  }

  Path file() {
    return file;
  }

  /** A line, counted from 1. */
  String line(long number) {
    return text.lines().skip(number - 1).findFirst().orElse("");
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }

  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    return kind == Kind.SOURCE;
  }
}
