package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.UserJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A user's own simulations, in every command that looks one up. */
final class Jar {

  @Option(names = "--jar", paramLabel = "JAR", description = "jar with simulations of your own")
  private Optional<Path> jar = Optional.empty();

  void load() {
    jar.ifPresent(UserJar::load);
  }

  /** The option as somebody gave it, for another command. */
  List<String> arguments() {
    return jar.map(path -> List.of("--jar", path.toString())).orElse(List.of());
  }

  /** Jars that executors on other machines need, as Spark lists them; empty if none are known. */
  Optional<String> shipped() {
    String ours = System.getProperty("gradsweep.jars", "");
    String users = jar.map(Path::toAbsolutePath).map(Path::toString).orElse("");
    String jars = String.join(",", ours, users).replaceAll("^,|,$", "");
    return jars.isEmpty() ? Optional.empty() : Optional.of(jars);
  }
}
