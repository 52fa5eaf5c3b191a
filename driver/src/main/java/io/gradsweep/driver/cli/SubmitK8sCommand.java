package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "k8s",
    description = {
      "Prints the line of spark-submit that runs a sweep on Kubernetes. The same line goes on with",
      "what is left. More options of spark-submit stand behind a -- at the end: the namespace, the",
      "service account, volumes."
    },
    mixinStandardHelpOptions = true)
final class SubmitK8sCommand implements Callable<Integer> {

  static final String IMAGE = "--image";

  private static final String API = "--api";
  private static final Pattern URL = Pattern.compile("https?://[^\\s/]+(/\\S*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");

  /** The folder to which spark-submit uploads files for the driver. */
  private static final String UPLOAD = "spark.kubernetes.file.upload.path";

  private static final Pattern MOUNT =
      Pattern.compile("spark[.]kubernetes[.](driver|executor)[.]volumes[.].+[.]mount[.]path");

  @Mixin private SparkSubmission submission;

  @Option(
      names = API,
      required = true,
      paramLabel = "URL",
      description = "the API server, such as https://HOST:6443")
  private String api;

  @Option(
      names = IMAGE,
      required = true,
      paramLabel = "IMAGE",
      description = "the image of driver and executors: docs/clusters/Dockerfile")
  private String image;

  @Override
  public Integer call() throws IOException {
    SparkOptions options = submission.options();
    requireForm(API, api, URL, "an address such as https://HOST:6443");
    requireForm(
        IMAGE, image, NAME, "an image such as REGISTRY/gradsweep:%s".formatted(Version.TEXT));
    Plan plan = submission.plan("Kubernetes", folder -> isMounted(folder, options.settings()));
    if (!options.settings().containsKey(UPLOAD)) {
      throw new RequestException(
          "Cannot send the sweep to the driver's pod (must have a folder that both see, by -- --conf %s=s3a://…)"
              .formatted(UPLOAD));
    }
    return submission.print(
        plan,
        options,
        new SparkSubmission.ManagerKind(
            "",
            List.of(
                "--master",
                "k8s://" + api,
                "--deploy-mode",
                "cluster",
                "--conf",
                "spark.kubernetes.container.image=" + image),
            "local:///opt/gradsweep/gradsweep-%s-cluster.jar".formatted(Version.TEXT),
            true));
  }

  private static void requireForm(String option, String value, Pattern form, String rule) {
    if (!form.matcher(value).matches()) {
      throw new RequestException(
          "Cannot use %s: '%s' (must be %s)".formatted(option, Shown.briefly(value), rule));
    }
  }

  /** Whether a folder is on a volume of the driver's pod, and of the executors'. */
  private static boolean isMounted(Path folder, Map<String, String> settings) {
    return Stream.of("driver", "executor")
        .allMatch(
            role ->
                settings.entrySet().stream()
                    .filter(setting -> MOUNT.matcher(setting.getKey()).matches())
                    .filter(setting -> setting.getKey().startsWith("spark.kubernetes." + role))
                    .anyMatch(setting -> folder.startsWith(setting.getValue())));
  }
}
