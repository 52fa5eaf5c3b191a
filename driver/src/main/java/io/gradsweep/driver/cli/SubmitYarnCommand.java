package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "yarn",
    description = {
      "Prints the line of spark-submit that runs a sweep on YARN. The same line goes on with what is",
      "left. More options of spark-submit stand behind a -- at the end."
    },
    mixinStandardHelpOptions = true)
final class SubmitYarnCommand implements Callable<Integer> {

  private static final List<String> SETTINGS = List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR");

  /** The machine of the driver. */
  private enum DeployMode {
    CLIENT,
    CLUSTER
  }

  @Mixin private SparkSubmission submission;

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      description =
          "where the driver runs: client, on this machine, or cluster (default: ${DEFAULT-VALUE})")
  private DeployMode mode = DeployMode.CLUSTER;

  @Override
  public Integer call() throws IOException {
    SparkOptions options = submission.options();
    String settings = settings(System.getenv());
    Plan plan = submission.plan("YARN", folder -> false);
    return submission.print(
        plan,
        options,
        new SparkSubmission.ManagerKind(
            settings + " ",
            List.of("--master", "yarn", "--deploy-mode", mode.name().toLowerCase(Locale.ROOT)),
            submission.builtArchive(),
            mode == DeployMode.CLUSTER));
  }

  /** Sets the folder of the cluster's settings, without which Spark begins nothing. */
  static String settings(Map<String, String> environment) {
    String name =
        SETTINGS.stream().filter(environment::containsKey).findFirst().orElse(SETTINGS.get(0));
    String folder = environment.getOrDefault(name, "");
    if (Stream.of("yarn-site.xml", "core-site.xml")
        .noneMatch(file -> !folder.isEmpty() && Files.isRegularFile(Path.of(folder, file)))) {
      throw new RequestException(
          "Cannot find the settings of YARN: %s is %s (must name the folder of yarn-site.xml)"
              .formatted(name, folder.isEmpty() ? "not set" : Shown.briefly(folder)));
    }
    return name + "=" + Invocation.quoted(Path.of(folder).toAbsolutePath().toString());
  }
}
