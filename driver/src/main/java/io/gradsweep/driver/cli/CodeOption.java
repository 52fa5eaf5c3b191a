package io.gradsweep.driver.cli;

import io.gradsweep.driver.code.OwnCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options for a user's own simulations, in every command that looks one up. */
final class CodeOption {

  /** The default interpreter of Python. */
  static final String PYTHON = "python3";

  /** Options whose values are local files. */
  static final Set<String> FILES = Set.of("--code", "--files");

  @Option(
      names = {"--code", "--jar"},
      paramLabel = "FILE",
      description =
          "simulations of your own: a .java or .py file, a .jar, or a program; may be given several times")
  private List<Path> code = List.of();

  @Option(
      names = "--files",
      preprocessor = EachPath.class,
      paramLabel = "PATH",
      description = "with --code: helpers and data that the code takes along, files or folders")
  private List<Path> files = List.of();

  @Option(
      names = "--with",
      paramLabel = "INTERPRETER",
      defaultValue = PYTHON,
      description = "with --code FILE.py: what runs Python (default: ${DEFAULT-VALUE})")
  private String with;

  private List<Path> archives = List.of();

  void load() {
    archives = OwnCode.load(code, files, with);
  }

  /** The options as given, for another command. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (Path file : code) {
      arguments.addAll(List.of("--code", file.toString()));
    }
    for (Path file : files) {
      arguments.addAll(List.of("--files", file.toString()));
    }
    if (!code.isEmpty() && !with.equals(PYTHON)) {
      arguments.addAll(List.of("--with", with));
    }
    return arguments;
  }

  /**
   * Archives that executors on other machines need, as Spark lists them; empty if none are known.
   */
  Optional<String> shipped() {
    List<String> shipped = new ArrayList<>();
    String ours = System.getProperty("gradsweep.jars", "");
    if (!ours.isEmpty()) {
      shipped.add(ours);
    }
    archives.forEach(archive -> shipped.add(archive.toAbsolutePath().toString()));
    return shipped.isEmpty() ? Optional.empty() : Optional.of(String.join(",", shipped));
  }
}
