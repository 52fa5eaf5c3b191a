package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import io.gradsweep.workers.program.PackedProgram;
import io.gradsweep.workers.program.ProgramFolder;
import io.gradsweep.workers.program.PythonHelper;
import io.gradsweep.workers.program.UnusableProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A program that speaks the protocol. A copy of it is asked to describe itself, and packed into an
 * archive with its further files: the hashed code is the code that runs, here and on executors.
 */
final class ProgramFile {

  static final String PYTHON = ".py";

  private static final Pattern IMPORTS_HELPER =
      Pattern.compile("(?m)^\\s*(?:import|from)\\s[^#\\n]*\\bgradsweep\\b");

  private final Path given;
  private final String name;
  private final List<String> interpreter;

  private ProgramFile(Path given, List<String> interpreter) {
    this.given = given;
    name = given.getFileName().toString();
    this.interpreter = interpreter;
  }

  /**
   * @param with what runs Python
   */
  static CodePiece packed(Path given, FilesBeside beside, String with) {
    List<String> interpreter = given.toString().endsWith(PYTHON) ? interpreter(with) : List.of();
    return new ProgramFile(given, interpreter).packed(beside);
  }

  /** A path, or the words of a command; it is not started in the present folder. */
  private static List<String> interpreter(String with) {
    Path path = Path.of(with);
    return Files.isRegularFile(path)
        ? List.of(path.toAbsolutePath().toString())
        : Arrays.asList(with.strip().split("\\s+"));
  }

  private CodePiece packed(FilesBeside beside) {
    try {
      ProgramFolder folder = ProgramFolder.of(files(beside));
      if (needsHelper(folder)) {
        folder.add(PythonHelper.NAME, new ByteArrayInputStream(PythonHelper.bytes()));
      }
      SortedMap<String, Path> others = copies(folder);
      Path copy = others.remove(name);
      String hash =
          CodePiece.of(given, Files.readAllBytes(copy), List.of(), new FilesBeside(others)).hash();
      PackedProgram program = PackedProgram.described(folder.path(), name, interpreter, hash);
      return new CodePiece(given, List.of(archive(program, others, copy)), hash);
    } catch (UnusableProgram e) {
      throw new RequestException(e.getMessage(), e.problems());
    } catch (IOException e) {
      throw new RequestException("Cannot read code: %s (%s)".formatted(given, e.getMessage()));
    }
  }

  private SortedMap<String, Path> files(FilesBeside beside) {
    SortedMap<String, Path> files = new TreeMap<>(beside.byName());
    if (files.put(name, given) != null) {
      throw new RequestException(
          "Cannot use files: %s (the program itself has this name)".formatted(name));
    }
    Path helper = given.resolveSibling(PythonHelper.NAME);
    if (given.toString().endsWith(PYTHON) && Files.isRegularFile(helper)) {
      files.putIfAbsent(PythonHelper.NAME, helper);
    }
    return files;
  }

  private boolean needsHelper(ProgramFolder folder) throws IOException {
    if (!name.endsWith(PYTHON) || Files.exists(folder.path().resolve(PythonHelper.NAME))) {
      return false;
    }
    byte[] content = Files.readAllBytes(folder.path().resolve(name));
    return IMPORTS_HELPER.matcher(new String(content, StandardCharsets.UTF_8)).find();
  }

  private static SortedMap<String, Path> copies(ProgramFolder folder) {
    return new TreeMap<>(FilesBeside.in(folder.path()).byName());
  }

  private Path archive(PackedProgram program, Map<String, Path> others, Path copy)
      throws IOException {
    SortedMap<String, Path> entries = new TreeMap<>();
    others.forEach((file, path) -> entries.put(PackedProgram.FILES + file, path));
    entries.put(PackedProgram.FILES + name, copy);
    return Archive.written("program.jar", Map.of(PackedProgram.ENTRY, program.bytes()), entries);
  }
}
