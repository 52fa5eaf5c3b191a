package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The line of spark-submit that runs a sweep on a cluster, and the options that all kinds share.
 */
final class SparkSubmission {

  static final String EXECUTORS = "--executors";
  static final String CPUS = "--cpus";
  static final String MEMORY = "--memory";

  private static final String SIZE = "[1-9][0-9]{0,8}[kmgtKMGT]";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private SweepArguments arguments;
  @Mixin private RunLimits limits;

  @Option(
      names = EXECUTORS,
      paramLabel = "N",
      description = "how many executors (default: ${DEFAULT-VALUE})")
  private int executors = 2;

  @Option(names = CPUS, paramLabel = "N", description = "cores of each (default: ${DEFAULT-VALUE})")
  private int cpus = 4;

  @Option(
      names = MEMORY,
      paramLabel = "SIZE",
      description = "heap of each, such as 8g (default: ${DEFAULT-VALUE})")
  private String memory = "4g";

  @Option(
      names = "--archive",
      paramLabel = "FILE",
      description = "gradsweep's archive for clusters: a path or any URI that Spark knows")
  private String archive;

  @Option(
      names = "--print",
      description = "print the line, and submit nothing, as is done without it")
  private boolean print;

  /**
   * The words of the line for one kind of cluster.
   *
   * @param environment assignments before the word spark-submit, quoted
   * @param own options of the kind
   * @param archive gradsweep's, unless somebody names another
   * @param sends whether the driver runs elsewhere, and gets the files
   */
  record ManagerKind(String environment, List<String> own, String archive, boolean sends) {}

  /** Options of spark-submit behind the {@code --}, and the numbers before it, once checked. */
  SparkOptions options() {
    SubmittedWords words = SubmittedWords.of(spec);
    arguments.withoutLast(words.options().size());
    SubmittedWords.requirePositive(EXECUTORS, executors);
    SubmittedWords.requirePositive(CPUS, cpus);
    if (!memory.matches(SIZE)) {
      throw new RequestException(
          "Cannot use %s: '%s' (must be a size such as 8g or 6000m)"
              .formatted(MEMORY, Shown.briefly(memory)));
    }
    return SparkOptions.of(words.options());
  }

  /** The plan, once its study is known to be where all machines of a cluster can reach it. */
  Plan plan(String cluster, Predicate<Path> mounted) throws IOException {
    Plan plan = arguments.plan();
    limits.request(plan);
    String folder = arguments.folder(plan);
    URI uri = Folders.of(folder);
    boolean isLocal = uri.getScheme().equals("file") && !folder.startsWith("file:");
    if (isLocal && !(folder.startsWith("/") && mounted.test(Path.of(uri)))) {
      throw new RequestException(
          ("Cannot submit to %s with --out %s (must be a folder that all machines see, such as"
                  + " hdfs://… or s3a://…; file://%s says that this is one)")
              .formatted(cluster, folder, Path.of(uri)));
    }
    return plan;
  }

  /** Prints the line. */
  int print(Plan plan, SparkOptions options, ManagerKind kind) {
    SentFiles sent = new SentFiles();
    RunWords run = RunWords.of(spec, arguments, kind.sends() ? sent::add : SparkSubmission::whole);
    List<String> files = sent.and(options.files());
    List<String> line = new ArrayList<>(List.of("spark-submit"));
    line.addAll(kind.own());
    line.addAll(List.of("--class", Main.class.getName())); // not read from an archive elsewhere
    line.addAll(List.of("--name", "gradsweep " + plan.sweep().name()));
    line.addAll(List.of("--num-executors", Integer.toString(executors)));
    line.addAll(List.of("--executor-cores", Integer.toString(cpus)));
    line.addAll(List.of("--executor-memory", memory));
    if (!files.isEmpty()) {
      line.addAll(List.of("--files", String.join(",", files)));
    }
    line.addAll(run.propertiesFile());
    line.addAll(options.words());
    line.add(archive == null ? kind.archive() : archive);
    line.addAll(run.words());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        kind.environment()
            + line.stream().map(Invocation::quoted).collect(Collectors.joining(" ")));
    out.flush();
    return Exit.DONE;
  }

  private static String whole(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  /** The archive that the build has made beside the classes that run now. */
  String builtArchive() {
    String name = "gradsweep-%s-cluster.jar".formatted(Version.TEXT);
    Path classes =
        Path.of(
            URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    Path built = classes.resolveSibling(name);
    if (archive == null && !Files.isRegularFile(built)) {
      throw new RequestException(
          "Cannot find gradsweep's archive: %s (must be built by 'mvn -B -DskipTests package', or named by --archive)"
              .formatted(built));
    }
    return built.toString();
  }
}
