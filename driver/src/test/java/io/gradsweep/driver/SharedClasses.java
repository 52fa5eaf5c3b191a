package io.gradsweep.driver;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of the classes that each start of gradsweep loads, which takes a third off it. The
 * first that asks for it has it made, and nobody waits for it: until it is there, all start
 * without.
 */
public final class SharedClasses {

  private static final Path FOLDER = Path.of("target").toAbsolutePath();

  private SharedClasses() {}

  /** The same class path, folders last: Java shares no class of a folder, nor any behind one. */
  public static String foldersLast(String classPath) {
    return Stream.concat(
            archives(classPath), Stream.of(classPath.split(":")).filter(place -> !isArchive(place)))
        .collect(Collectors.joining(":"));
  }

  private static Stream<String> archives(String classPath) {
    return Stream.of(classPath.split(":")).filter(SharedClasses::isArchive);
  }

  private static boolean isArchive(String place) {
    return place.endsWith(".jar");
  }

  /** Options of a JVM with this class path; none while there is no archive. */
  public static List<String> options(String classPath) throws IOException {
    String state =
        archives(classPath)
            .map(jar -> jar + Path.of(jar).toFile().lastModified())
            .collect(Collectors.joining(":"));
    String name = "classes-%08x".formatted(state.hashCode());
    Path archive = FOLDER.resolve(name + ".jsa");
    if (Files.exists(archive)) {
      return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:class+path=off");
    }
    try {
      make(archive, Files.createDirectory(FOLDER.resolve(name)), classPath);
    } catch (FileAlreadyExistsException another) {
      // makes it, or has failed to
    }
    return List.of();
  }

  /**
   * Runs a small sweep for the names of its classes, then has Java archive them; in a shell, since
   * this process may end before.
   */
  private static void make(Path archive, Path work, String classPath) throws IOException {
    Path names = work.resolve("names");
    Path made = work.resolve("made");
    List<String> run = new ArrayList<>(List.of("io.gradsweep.driver.cli.Main", "run"));
    run.addAll(List.of("../sweeps/first.yaml", "replicates=1", "--out", work + "/study", "-q"));
    List<String> named =
        JavaProcess.command(
            List.of("-XX:DumpLoadedClassList=" + names), foldersLast(classPath), run);
    List<String> dump =
        JavaProcess.command(
            List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + names,
                "-XX:SharedArchiveFile=" + made),
            archives(classPath).collect(Collectors.joining(":")),
            List.of());
    List<String> publish = List.of("mv", made.toString(), archive.toString());
    String line =
        Stream.of(named, dump, publish)
            .map(SharedClasses::quoted)
            .collect(Collectors.joining(" && "));
    JavaProcess.start(work.resolve("log"), List.of("sh", "-c", line), Map.of());
  }

  private static String quoted(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
