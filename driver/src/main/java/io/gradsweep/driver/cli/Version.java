package io.gradsweep.driver.cli;

import io.gradsweep.workers.api.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** gradsweep's version, as written by the build. */
final class Version implements IVersionProvider {

  static final String TEXT = read();

  /** Set by picocli. */
  @Spec private CommandSpec command;

  @Override
  public String[] getVersion() {
    List<String> lines =
        new ArrayList<>(List.of("gradsweep " + TEXT, "Java " + System.getProperty("java.version")));
    if (command.commandLine().getParseResult().hasMatchedOption("-v")) {
      lines.add(lanes());
    }
    return lines.toArray(String[]::new);
  }

  /** The way in which {@code run} runs trials of simulations that know lanes. */
  private static String lanes() {
    return Vectors.areInThisJava()
        ? "Lanes: in the vectors of " + Vectors.MODULE
        : "Lanes: none, since this Java has no " + Vectors.MODULE;
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
