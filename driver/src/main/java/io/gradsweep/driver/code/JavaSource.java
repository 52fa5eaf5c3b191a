package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import io.gradsweep.workers.api.Simulation;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source of a simulation in one file, with sources of helpers beside it. It is compiled here,
 * and then treated like an archive, so executors need no compiler.
 */
final class JavaSource {

  private static final String OURS = "io.gradsweep.";

  private JavaSource() {}

  /**
   * @throws RequestException if it does not compile, or its classes are not one simulation
   */
  static CodePiece compiled(Path file, FilesBeside beside) {
    try {
      byte[] content = Files.readAllBytes(file);
      List<SourceText> sources =
          new ArrayList<>(List.of(new SourceText(file, text(file, content))));
      for (Path helper : beside.endingIn(".java")) {
        sources.add(new SourceText(helper, text(helper, Files.readAllBytes(helper))));
      }
      List<Path> classPath = beside.endingIn(".jar");
      SortedMap<String, byte[]> classes = Compilation.of(file, sources, classPath);
      String simulation = simulation(file, new MemoryClasses(classes, classPath));
      SortedMap<String, byte[]> entries = new TreeMap<>();
      entries.put(CodePiece.SERVICES, simulation.getBytes(StandardCharsets.UTF_8));
      classes.forEach((name, bytes) -> entries.put(MemoryClasses.entry(name), bytes));
      Path archive = Archive.written(file.getFileName() + ".jar", entries, beside.resources());
      return CodePiece.of(file, content, beside.classPathFrom(archive), beside);
    } catch (IOException e) {
      throw new RequestException("Cannot read code: %s (%s)".formatted(file, e.getMessage()));
    }
  }

  private static String text(Path file, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new RequestException("Cannot read code: %s (not UTF-8 text)".formatted(file));
    }
  }

  /** Name of the only class that is a simulation, which fulfils the needs of a lookup. */
  private static String simulation(Path file, MemoryClasses classes) {
    List<Class<?>> found = classes.subclassesOf(Simulation.class);
    if (found.isEmpty()) {
      throw refusal(
          file,
          "it has no simulation: no class that extends OwnSimulation or implements Simulation");
    }
    if (found.size() > 1) {
      throw refusal(
          file,
          "it has %d simulations, %s; a file has one"
              .formatted(
                  found.size(), String.join(" and ", found.stream().map(Class::getName).toList())));
    }
    Class<?> type = found.get(0);
    if (type.getName().startsWith(OURS)) {
      throw refusal(file, "package %s is gradsweep's own".formatted(type.getPackageName()));
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      throw refusal(file, "class %s must be public".formatted(type.getName()));
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      throw refusal(file, "class %s must be static".formatted(type.getName()));
    }
    try {
      type.getConstructor();
    } catch (NoSuchMethodException e) {
      throw refusal(
          file,
          "class %s must have a public constructor without arguments".formatted(type.getName()));
    }
    return type.getName();
  }

  private static RequestException refusal(Path file, String reason) {
    return new RequestException("Cannot use code: %s (%s)".formatted(file, reason));
  }
}
