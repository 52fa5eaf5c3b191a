package io.gradsweep.driver.cluster.managers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cluster.Archives;
import io.gradsweep.driver.cluster.ServerProcess;
import io.gradsweep.driver.cluster.Waiting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The line that 'submit k8s' prints, run by a shell: the pods that Spark asks Kubernetes for. None
 * is started; the driver runs here, as its pod would run it. An API server that is not there: by
 * {@code -Dclusters.all=true} alone.
 */
class KubernetesIT {

  private static final Path CODE = Path.of("../sweeps/own/descent/Descent.java");
  private static final String IMAGE = "registry.test/gradsweep:0.2.0";
  private static final String NAMESPACE = "studies";

  private static final String NO_IMAGE =
      """
      {"phase": "Pending", "containerStatuses": [{"name": "spark-kubernetes-executor",
       "image": "%s", "imageID": "", "ready": false, "restartCount": 0,
       "state": {"waiting": {"reason": "ErrImagePull", "message": "manifest unknown"}}}]}
      """
          .formatted(IMAGE);

  @TempDir private static Path shared;
  private static KubernetesApi api;
  private static SparkHome spark;
  private static Path volume;
  private static Path upload;
  private static Path sweep;
  private static String line;

  @TempDir private Path folder;

  @BeforeAll
  static void submit() throws Exception {
    api = new KubernetesApi(shared);
    List<Path> jars = new ArrayList<>(Archives.spark());
    jars.addAll(ServerProcess.jars("kubernetes"));
    Path token = Files.writeString(shared.resolve("token"), "of this test");
    spark =
        SparkHome.in(
            shared.resolve("spark"),
            jars,
            List.of(
                "spark.kubernetes.submission.waitAppCompletion false",
                "spark.kubernetes.driver.master " + api.url(),
                "spark.kubernetes.authenticate.driver.mounted.oauthTokenFile " + token,
                "spark.ui.enabled false"));
    volume = Files.createDirectory(shared.resolve("volume"));
    upload = Files.createDirectory(shared.resolve("upload"));
    sweep =
        Gradsweep.write(
            Files.createDirectory(shared.resolve("my sweeps")),
            "sweep: s",
            "simulation: own-descent",
            "grid: {step_size: [0.1, 0.3]}",
            "replicates: 50");
    line = printed();
    Path log = shared.resolve("submit.log");
    Process process = spark.start(log, Map.of(), line);
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = line + "\n" + Files.readString(log);
    assertThat(ended).as("spark-submit ends within three minutes: " + said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @AfterAll
  static void stop() {
    if (api != null) {
      api.close();
    }
  }

  private static String printed() {
    List<String> command = new ArrayList<>(List.of("submit", "k8s", sweep.toString()));
    command.addAll(List.of("--out", volume + "/study", "--code", CODE.toString()));
    command.addAll(List.of("--api", api.url(), "--image", IMAGE, "step_size=[0.2, 0.4]"));
    command.addAll(List.of("--executors", "3", "--cpus", "2", "--memory", "3g", "--print", "--"));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "spark.kubernetes.namespace=" + NAMESPACE,
                "spark.kubernetes.authenticate.driver.serviceAccountName=spark",
                "spark.kubernetes.file.upload.path=" + upload.toUri()));
    for (String role : List.of("driver", "executor")) {
      String claim = "spark.kubernetes.%s.volumes.persistentVolumeClaim.studies.".formatted(role);
      settings.add(claim + "mount.path=" + volume);
      settings.add(claim + "options.claimName=my-claim");
    }
    settings.forEach(setting -> command.addAll(List.of("--conf", setting)));
    Gradsweep.Result result = Gradsweep.run(command.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).hasLineCount(1);
    return result.out().strip();
  }

  private static List<JsonNode> pods(String role) throws IOException {
    return api.all("pods", NAMESPACE).stream()
        .filter(pod -> pod.at("/metadata/labels/spark-role").asText().equals(role))
        .toList();
  }

  private static JsonNode driver() throws IOException {
    assertThat(pods("driver")).hasSize(1);
    return pods("driver").get(0);
  }

  /** Spark's settings, as the driver's pod finds them in a file. */
  private static Properties settings() throws IOException {
    Properties settings = new Properties();
    for (JsonNode map : api.all("configmaps", NAMESPACE)) {
      JsonNode text = map.at("/data").get("spark.properties");
      if (text != null) {
        settings.load(new StringReader(text.asText()));
      }
    }
    return settings;
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static void requireImageAndMounts(JsonNode pod) {
    assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo(IMAGE);
    List<String> mounts = new ArrayList<>();
    pod.at("/spec/containers/0/volumeMounts")
        .forEach(
            mount ->
                mounts.add(mount.at("/name").asText() + " " + mount.at("/mountPath").asText()));
    assertThat(mounts).contains("studies " + volume);
    List<String> claims = new ArrayList<>();
    pod.at("/spec/volumes")
        .forEach(each -> claims.add(each.at("/persistentVolumeClaim/claimName").asText()));
    assertThat(claims).contains("my-claim");
  }

  @Test
  void theDriversPodRunsTheSweepWithTheFilesThatAreSent() throws Exception {
    JsonNode pod = driver();
    requireImageAndMounts(pod);
    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("spark");
    assertThat(words(pod.at("/spec/containers/0/args")))
        .endsWith(
            "local:///opt/gradsweep/gradsweep-0.2.0-cluster.jar",
            "run",
            "s.yaml",
            "step_size=[0.2, 0.4]",
            "--out",
            volume + "/study",
            "--code",
            "Descent.java");
    List<String> sent = List.of(settings().getProperty("spark.files").split(","));
    assertThat(sent).hasSize(2).allMatch(file -> file.startsWith(upload.toUri().toString()));
    assertThat(Path.of(URI.create(sent.get(0)))).hasSameTextualContentAs(sweep);
    assertThat(Path.of(URI.create(sent.get(1)))).hasSameTextualContentAs(CODE);
  }

  /**
   * Starts the driver as the image's entrypoint does: spark-submit in client mode, with the pod's
   * settings; those that hold in the cluster alone are others here.
   */
  private Process startDriver(Path log, String apiServer) throws IOException {
    Path properties = folder.resolve("spark.properties");
    Properties settings = settings();
    settings.setProperty("spark.kubernetes.driver.master", apiServer);
    settings.setProperty("spark.jars", Archives.cluster().toUri().toString());
    settings.setProperty("spark.driver.host", "127.0.0.1");
    settings.setProperty("spark.starvation.timeout", "1s");
    settings.setProperty("spark.scheduler.maxRegisteredResourcesWaitingTime", "1s"); // none comes
    try (OutputStream out = Files.newOutputStream(properties)) {
      settings.store(out, "");
    }
    List<String> run = words(driver().at("/spec/containers/0/args"));
    String command =
        run.subList(run.indexOf("run"), run.size()).stream()
            .map("'%s'"::formatted)
            .collect(Collectors.joining(" "));
    return spark.start(
        log,
        Map.of("KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0"),
        "cd '%s' && exec spark-submit --conf spark.driver.bindAddress=127.0.0.1 --deploy-mode client"
                .formatted(folder)
            + " --properties-file '%s' '%s' %s".formatted(properties, Archives.cluster(), command));
  }

  private static void await(Process driver, Path log, String words) throws IOException {
    Waiting.State state =
        () ->
            "%d of 3 executors asked for, and '%s' not said: %s"
                .formatted(pods("executor").size(), words, Files.readString(log));
    Waiting.until(
        () -> {
          boolean alive = driver.isAlive();
          boolean said = pods("executor").size() >= 3 && Files.readString(log).contains(words);
          if (!said) {
            assertThat(alive).as(state.told()).isTrue();
          }
          return said;
        },
        state);
  }

  @Test
  void theDriverAsksForExecutorsOfTheSizeThatIsPrintedAndSaysWhereToLookWhileItWaits()
      throws Exception {
    Path log = folder.resolve("driver.log");
    Process driver = startDriver(log, api.url());
    try {
      await(driver, log, "(the run waits");
      String pod = pods("executor").get(0).at("/metadata/name").asText();
      api.setStatus(pod, NAMESPACE, NO_IMAGE);
      await(driver, log, "Kubernetes does not start executors: ");
    } finally {
      driver.destroyForcibly().waitFor();
    }
    assertThat(Files.readString(log))
        .contains("100 trials to run in ")
        .contains(
            "\nSpark: Kubernetes does not start executors: ErrImagePull of "
                + IMAGE
                + ": manifest unknown\n")
        .containsPattern(
            "(?m)^Spark: Initial job has not accepted any resources.* \\(the run waits; for the reason:"
                + " kubectl describe pods -n studies -l spark-app-selector=spark-\\w+\\)$");
    for (JsonNode pod : pods("executor")) {
      requireImageAndMounts(pod);
      JsonNode resources = pod.at("/spec/containers/0/resources");
      assertThat(resources.at("/requests/cpu").asText()).isEqualTo("2");
      assertThat(resources.at("/limits/memory").asText())
          .isEqualTo("3456Mi"); // an eighth beside 3 GiB
      assertThat(pod.at("/spec/containers/0/env").toString())
          .contains("\"SPARK_EXECUTOR_MEMORY\",\"value\":\"3072m\"", "OPENBLAS_NUM_THREADS");
    }
  }

  /** Without Docker: what the image is made of is there, and is what the line names. */
  @Test
  void theImageIsOfTheSparkAndTheArchiveOfTheBuild() throws Exception {
    List<String> made = Files.readAllLines(Path.of("../docs/clusters/Dockerfile"));
    assertThat(made).contains("FROM apache/spark:%s-java17".formatted(Archives.sparkVersion()));
    List<String[]> copies =
        made.stream()
            .filter(each -> each.startsWith("COPY "))
            .map(each -> each.split(" "))
            .toList();
    assertThat(copies).hasSize(2);
    for (String[] copy : copies) {
      assertThat(Path.of("..").resolve(copy[1])).exists();
    }
    assertThat(Path.of(copies.get(0)[1]).getFileName()).isEqualTo(Archives.cluster().getFileName());
    assertThat(line)
        .contains(" local://" + copies.get(0)[2] + Archives.cluster().getFileName() + " run ");
  }

  @Test
  @EnabledIfSystemProperty(named = "clusters.all", matches = "true")
  void anApiServerThatIsNotThereIsNamed() throws Exception {
    Path log = folder.resolve("driver.log");
    Process driver = startDriver(log, "http://127.0.0.1:1"); // nobody may listen there
    boolean ended = driver.waitFor(3, TimeUnit.MINUTES);
    driver.destroyForcibly();
    assertThat(Files.readString(log))
        .containsPattern("(?m)^Cannot start Spark on k8s://http://127.*Connection refused.*");
    assertThat(ended).as("the driver ends within three minutes: " + Files.readString(log)).isTrue();
    assertThat(driver.exitValue()).isEqualTo(3);
  }
}
