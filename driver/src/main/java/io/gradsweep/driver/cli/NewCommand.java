package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.ResourceText;
import io.gradsweep.workers.program.PythonHelper;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "new",
    description = {
      "Writes a simulation of your own and a sweep file for it into the present folder.",
      "Both run at once, and are there to be changed. No file is overwritten."
    },
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {

  /** The languages that there are templates for. */
  enum Language {
    JAVA("Java", ".java"),
    PYTHON("Python", ".py");

    private final String label;
    private final String ending;

    Language(String label, String ending) {
      this.label = label;
      this.ending = ending;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Modules that a file of the same name would hide from gradsweep.py, or from itself. */
  private static final List<String> MODULES =
      List.of(
          "ast",
          "code",
          "copy",
          "difflib",
          "enum",
          "gradsweep",
          "hashlib",
          "inspect",
          "io",
          "json",
          "math",
          "numpy",
          "os",
          "pathlib",
          "platform",
          "random",
          "re",
          "scipy",
          "secrets",
          "string",
          "struct",
          "sys",
          "tempfile",
          "test",
          "time",
          "token",
          "traceback",
          "types",
          "typing");

  /** Packages whose classes a class of the same name would hide from itself. */
  private static final List<String> PACKAGES = List.of("java.lang.", "io.gradsweep.workers.own.");

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*");
  private static final int MOST_CHARACTERS = 60;

  @Parameters(index = "0", paramLabel = "LANGUAGE", description = "java or python")
  private String language;

  @Parameters(index = "1", paramLabel = "NAME", description = "name of the files")
  private String name;

  @Spec private CommandSpec spec;

  private final Path folder;

  NewCommand() {
    this(Path.of(""));
  }

  NewCommand(Path folder) {
    this.folder = folder;
  }

  @Override
  public Integer call() throws IOException {
    Language chosen = language();
    requireUsable(chosen);
    Map<Path, byte[]> files = files(chosen);
    for (Path file : files.keySet()) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw inTheWay(file);
      }
    }
    if (chosen == Language.PYTHON && !Files.exists(folder.resolve(PythonHelper.NAME))) {
      files.put(folder.resolve(PythonHelper.NAME), PythonHelper.bytes());
    }
    write(files);
    tell(chosen, files.keySet());
    return Exit.DONE;
  }

  private Language language() {
    return Arrays.stream(Language.values())
        .filter(each -> each.word().equals(language))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    "Cannot write simulation in: %s (must be java or python; other languages:"
                            .formatted(language)
                        + " docs/your-own-simulation.md)"));
  }

  private void requireUsable(Language chosen) {
    if (!NAME.matcher(name).matches() || name.length() > MOST_CHARACTERS) {
      throw new RequestException(
          "Cannot name simulation: '%s' (must be letters and digits, at most %d, such as my-descent)"
              .formatted(name, MOST_CHARACTERS));
    }
    if (hides(chosen)) {
      throw new RequestException(
          "Cannot name simulation: '%s' (must be another name: it would hide %s's own '%s')"
              .formatted(name, chosen.label, chosen == Language.JAVA ? className() : name));
    }
    if (Simulations.all().stream().anyMatch(other -> other.spec().name().equals(simulation()))) {
      throw new RequestException(
          "Cannot name simulation: '%s' (gradsweep has one of that name)".formatted(name));
    }
  }

  private boolean hides(Language chosen) {
    return switch (chosen) {
      case JAVA -> PACKAGES.stream().anyMatch(each -> exists(each + className()));
      case PYTHON -> MODULES.contains(name);
    };
  }

  private static boolean exists(String className) {
    try {
      Class.forName(className, false, NewCommand.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** MyDescent, of the file my-descent.java. */
  private String className() {
    return Arrays.stream(name.split("[_-]"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The name in sweep files: my-descent, of the files MyDescent.java or my_descent.py. */
  private String simulation() {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }

  private Map<Path, byte[]> files(Language chosen) {
    String code = name + chosen.ending;
    Map<Path, byte[]> files = new LinkedHashMap<>();
    files.put(folder.resolve(code), filled(chosen.word() + chosen.ending, code));
    files.put(folder.resolve(name + ".yaml"), filled("sweep.yaml", code));
    return files;
  }

  private byte[] filled(String template, String code) {
    return ResourceText.text("/new/" + template + ".txt")
        .replace("@NAME@", simulation())
        .replace("@FILE@", name)
        .replace("@CLASS@", className())
        .replace("@CODE@", code)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Writes files that are not there: all of them, or none. */
  private static void write(Map<Path, byte[]> files) throws IOException {
    List<Path> begun = new ArrayList<>();
    boolean done = false;
    try {
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        try (OutputStream out =
            Files.newOutputStream(file.getKey(), StandardOpenOption.CREATE_NEW)) {
          begun.add(file.getKey());
          out.write(file.getValue());
        }
      }
      done = true;
    } catch (FileAlreadyExistsException e) {
      throw inTheWay(Path.of(e.getFile()));
    } finally {
      if (!done) {
        for (Path file : begun) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static RequestException inTheWay(Path file) {
    return new RequestException(
        "Cannot write: %s (it is there already, and is not overwritten)".formatted(file));
  }

  private void tell(Language chosen, Collection<Path> written) {
    PrintWriter out = spec.commandLine().getOut();
    String code = name + chosen.ending;
    out.printf(
        "wrote %s%n", written.stream().map(Path::toString).collect(Collectors.joining(", ")));
    out.printf("%nrun it:    %s%n", Invocation.of(List.of("run", name + ".yaml", "--code", code)));
    out.printf("try it:    %s%n", Invocation.of(List.of("try", code)));
    out.printf("one trial: %s%n", Invocation.of(List.of("try", code, "step_size=0.05")));
    out.flush();
  }
}
