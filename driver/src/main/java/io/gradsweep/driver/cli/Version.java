package io.gradsweep.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** gradsweep's version, as written by the build. */
final class Version implements IVersionProvider {

  static final String TEXT = read();

  @Override
  public String[] getVersion() {
    return new String[] {
      "gradsweep " + TEXT, "Java " + System.getProperty("java.version"),
    };
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/gradsweep.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
