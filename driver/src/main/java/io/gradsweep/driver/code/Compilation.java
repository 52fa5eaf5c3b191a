package io.gradsweep.driver.code;

import io.gradsweep.driver.RequestException;
import io.gradsweep.workers.run.ClassPath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One run of the JDK's compiler, in memory, against what this process can load. */
final class Compilation {

  /** The least version of Java on executors. */
  private static final String RELEASE = "17";

  /** A package in front of the name of a class. */
  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_]\\w*[.])+(?=[A-Z])");

  private static final int MOST_SHOWN = 50;

  private final SortedMap<String, ByteArrayOutputStream> classes = new TreeMap<>();

  private Compilation() {}

  /**
   * Compiles sources.
   *
   * @param named the file named in messages
   * @param libraries archives besides this process's own
   * @return the classes by their names
   * @throws RequestException with every error that the compiler finds, or if there is no compiler
   */
  static SortedMap<String, byte[]> of(Path named, List<SourceText> sources, List<Path> libraries)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new RequestException(
          "Cannot compile %s: no compiler in the Java at %s (must be a JDK; JAVA_HOME chooses it)"
              .formatted(named, System.getProperty("java.home")));
    }
    return new Compilation().run(compiler, named, sources, libraries);
  }

  private SortedMap<String, byte[]> run(
      JavaCompiler compiler, Path named, List<SourceText> sources, List<Path> libraries)
      throws IOException {
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    boolean done;
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
      done =
          compiler
              .getTask(new StringWriter(), new Kept(files), said, options(libraries), null, sources)
              .call();
    }
    if (!done) {
      throw refusal(named, said.getDiagnostics());
    }
    SortedMap<String, byte[]> compiled = new TreeMap<>();
    classes.forEach((name, bytes) -> compiled.put(name, bytes.toByteArray()));
    return compiled;
  }

  private static List<String> options(List<Path> libraries) {
    Set<String> places = ClassPath.here();
    libraries.forEach(library -> places.add(library.toString()));
    return List.of(
        "-proc:none",
        "-g",
        "-nowarn",
        "--release",
        RELEASE,
        "-Xmaxerrs",
        "1000",
        "-classpath",
        String.join(File.pathSeparator, places));
  }

  private static RequestException refusal(
      Path named, List<Diagnostic<? extends JavaFileObject>> said) {
    List<String> problems = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : said) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        problems.add(problem(named, each));
      }
    }
    int count = problems.size();
    List<String> shown = new ArrayList<>(problems.subList(0, Math.min(count, MOST_SHOWN)));
    if (count > MOST_SHOWN) {
      shown.add("and %d more".formatted(count - MOST_SHOWN));
    }
    return new RequestException(
        "Cannot compile %s: %d %s".formatted(named, count, count == 1 ? "problem" : "problems"),
        shown);
  }

  /** File, unless it is the one that is named, line, what is wrong, and the text of the line. */
  private static String problem(Path named, Diagnostic<? extends JavaFileObject> error) {
    String words = words(error.getMessage(Locale.ROOT));
    if (!(error.getSource() instanceof SourceText source)) {
      return words;
    }
    String other = source.file().equals(named) ? "" : source.file() + ", ";
    long line = error.getLineNumber();
    return line == Diagnostic.NOPOS
        ? other + words
        : "%sline %d: %s: %s".formatted(other, line, words, source.line(line).strip());
  }

  /** A message in one line, and without packages. */
  private static String words(String message) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll(" {2,}", " ");
    return PACKAGE.matcher(line).replaceAll("");
  }

  /** Keeps what the compiler makes. */
  private final class Kept extends ForwardingJavaFileManager<JavaFileManager> {

    Kept(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, Kind kind, FileObject sibling) {
      URI place = URI.create("memory:///" + MemoryClasses.entry(className));
      return new SimpleJavaFileObject(place, kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(className, bytes);
          return bytes;
        }
      };
    }
  }
}
