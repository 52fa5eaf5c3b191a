package io.gradsweep.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that come with this module. */
public final class ResourceText {

  private ResourceText() {}

  /**
   * Reads a text.
   *
   * @param name from the root of the class path, such as {@code /report/report.css}
   */
  public static String text(String name) {
    try (InputStream in = ResourceText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find %s on the class path".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
