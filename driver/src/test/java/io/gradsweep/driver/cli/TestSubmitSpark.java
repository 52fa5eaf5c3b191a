package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The lines of 'submit yarn' and 'submit k8s', and what they refuse; {@code YarnIT} and {@code
 * KubernetesIT} run them.
 */
class TestSubmitSpark {

  private static final String UPLOAD = "--conf spark.kubernetes.file.upload.path=s3a://b/u";

  @TempDir private Path folder;
  private Path sweep;

  @BeforeEach
  void write() throws IOException {
    Path sweeps = Files.createDirectory(folder.resolve("my sweeps"));
    Files.writeString(sweeps.resolve("base.yaml"), "sweep: base\nsimulation: quadratic\n");
    sweep = Gradsweep.write(sweeps, "extends: base.yaml", "grid: {step_size: [0.1, 0.2]}");
    Files.createDirectories(folder.resolve("other"));
    for (String name : List.of("a.csv", "a,b.csv", "other/a.csv")) {
      Files.writeString(folder.resolve(name), "1\n");
    }
  }

  /** FOLDER stands for the test's own, as it is and in what is said. */
  private Gradsweep.Result k8s(String options) {
    List<String> all = new ArrayList<>(List.of("submit", "k8s", sweep.toString()));
    all.addAll(List.of(options.replace("FOLDER", folder.toString()).split(" ")));
    return Gradsweep.run(all.toArray(String[]::new));
  }

  private String ofHere(String text) {
    return text.replace("FOLDER", folder.toString());
  }

  @Test
  void theLineHasWhatIsGivenAndSendsTheSweepWithWhatItExtends() {
    Path code = Path.of("../sweeps/own/descent/Descent.java").toAbsolutePath().normalize();
    Gradsweep.Result result =
        k8s(
            "--out s3a://b/s --api https://h:6443 --image r/g:1 --code "
                + code
                + " --files FOLDER/a.csv --rerun failed,timed_out --extend max_steps=5 --executors 3 --cpus 2"
                + " --memory 6000m --quick --print -- --files=s3a://b/f --supervise "
                + UPLOAD
                + " --queue my'queue");
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            ofHere(
                "spark-submit --master k8s://https://h:6443 --deploy-mode cluster --conf"
                    + " spark.kubernetes.container.image=r/g:1 --class io.gradsweep.driver.cli.Main"
                    + " --name 'gradsweep base' --num-executors 3 --executor-cores 2"
                    + " --executor-memory 6000m --files 'FOLDER/my sweeps/s.yaml,FOLDER/my"
                    + " sweeps/base.yaml,"
                    + code
                    + ",FOLDER/a.csv,s3a://b/f' --supervise "
                    + UPLOAD
                    + " --queue 'my'\\''queue' local:///opt/gradsweep/gradsweep-0.2.0-cluster.jar"
                    + " run s.yaml max_steps=5 --out s3a://b/s --code Descent.java --files a.csv"
                    + " --rerun failed,timed_out --extend --quick\n"));
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --out s3a://b/s --memory 8GB                   | Cannot use --memory: '8GB' (must be a size such as 8g or 6000m)
          --out s3a://b/s --executors 0                  | Cannot use --executors: 0 (must be at least 1)
          --out s3a://b/s --cpus -2                      | Cannot use --cpus: -2 (must be at least 1)
          --out s3a://b/s --api h:6443                   | Cannot use --api: 'h:6443' (must be an address such as https://HOST:6443)
          --out s3a://b/s --image r/g:1,2                | Cannot use --image: 'r/g:1,2' (must be an image such as REGISTRY/gradsweep:0.2.0)
          --out s3a://b/s --shard 3/2                    | Cannot take shard: '3/2' (must be I/N with I from 0 to N-1)
          --out /s                                       | Cannot submit to Kubernetes with --out /s (must be a folder that all machines see, such as hdfs://… or s3a://…; file:///s says that this is one)
          --quick                                        | Cannot submit to Kubernetes with --out results/base-quick (must be a folder that all machines see, such as hdfs://… or s3a://…; file:///HERE/results/base-quick says that this is one)
          --out s3a://b/s                                | Cannot send the sweep to the driver's pod (must have a folder that both see, by -- --conf spark.kubernetes.file.upload.path=s3a://…)
          --out s3a://b/s --archive FOLDER/a.csv -- --master x  | Cannot give spark-submit option: --master (must be the name of the command, before the --)
          --out s3a://b/s -- --executor-memory=8g        | Cannot give spark-submit option: --executor-memory (must be --memory, before the --)
          --out s3a://b/s -- --conf spark.executor.instances=8 | Cannot give spark-submit option: spark.executor.instances (must be --executors, before the --)
          --out s3a://b/s -- --conf spark.x              | Cannot give spark-submit option: --conf spark.x (must have KEY=VALUE)
          --out s3a://b/s -- --queue                     | Cannot give spark-submit option: --queue (must have a value)
          --out s3a://b/s -- --queue q r                 | Cannot give spark-submit option: r (must begin with -)
          --out s3a://b/s -- --conf spark.authenticate.secret=x | Cannot set spark.authenticate.secret on a command line, which every user of the machine can read (give it by --properties-file FILE, the environment or a credential provider: docs/clusters.md)
          """)
  void aWrongRequestIsOneLine(String options, String message) {
    String own = options.contains("--api") ? "" : "--api https://h:6443 ";
    String image = options.contains("--image") ? "" : "--image r/g:1 ";
    Gradsweep.Result result = k8s(own + image + options);
    String here = Path.of("").toAbsolutePath().toString();
    assertThat(result.err()).isEqualTo(message.replace("/HERE", here) + "\n");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FOLDER/other                     | Cannot send FOLDER/other to the cluster (must be a file, and no folder)
          FOLDER/a,b.csv                   | Cannot send FOLDER/a,b.csv to the cluster (its path must be without , # % * ? : \\ [ ] { })
          FOLDER/a.csv FOLDER/other/../a.csv --files FOLDER/other/a.csv | Cannot use files: a.csv (two have this name)
          """)
  void aFileThatCannotBeSentIsNamed(String files, String message) {
    Gradsweep.Result result =
        k8s(
            "--api https://h:6443 --image r/g:1 --out s3a://b/s --code"
                + " ../sweeps/own/descent/Descent.java --files "
                + files
                + " -- "
                + UPLOAD);
    assertThat(result.err()).isEqualTo(ofHere(message) + "\n");
    assertThat(result.exit()).isEqualTo(2);
  }

  /** A volume of the executors alone is not the driver's. */
  @Test
  void aFolderOnAVolumeOfAllPodsIsOneThatAllSee() {
    String mount = "--conf spark.kubernetes.%s.volumes.nfs.v.mount.path=/shared ";
    String of = "--api https://h:6443 --image r/g:1 --out /shared/s -- " + UPLOAD + " ";
    assertThat(k8s(of + mount.formatted("executor").strip()).err())
        .startsWith("Cannot submit to Kubernetes with --out /shared/s (must be");
    assertThat(k8s(of + mount.formatted("executor") + mount.formatted("driver").strip()).out())
        .contains(" run s.yaml --out /shared/s\n");
  }

  @Test
  void anApiServerAndAnImageMustBeNamed() {
    assertThat(k8s("--out s3a://b/s").err())
        .startsWith("Missing required options: '--api=URL', '--image=IMAGE'");
  }

  @Test
  void theSettingsOfYarnAreLookedFor() throws IOException {
    assertThatThrownBy(() -> SubmitYarnCommand.settings(Map.of()))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot find the settings of YARN: HADOOP_CONF_DIR is not set (must name the folder of yarn-site.xml)");
    assertThatThrownBy(() -> SubmitYarnCommand.settings(Map.of("YARN_CONF_DIR", folder.toString())))
        .hasMessage(
            "Cannot find the settings of YARN: YARN_CONF_DIR is %s (must name the folder of yarn-site.xml)"
                .formatted(folder));
    Path conf = Files.createDirectory(folder.resolve("my conf"));
    Files.createFile(conf.resolve("yarn-site.xml"));
    assertThat(SubmitYarnCommand.settings(Map.of("YARN_CONF_DIR", conf.toString())))
        .isEqualTo("YARN_CONF_DIR='%s'".formatted(conf));
  }

  /** Elsewhere a link out of the folder of the sweep is refused. */
  @Test
  void whatYarnLinksFromItsCacheIsOneFolder() {
    Map<String, String> container =
        Map.of(
            "CONTAINER_ID",
            "c",
            "LOCAL_DIRS",
            "/a/usercache/u/appcache/app,/b/usercache/u/appcache/app");
    assertThat(SweepFile.isSentByYarn(Path.of("/b/usercache/u/filecache/11"), container)).isTrue();
    assertThat(SweepFile.isSentByYarn(Path.of("/b/usercache/v/filecache/11"), container)).isFalse();
    assertThat(SweepFile.isSentByYarn(Path.of("/b/usercache/u/appcache/app"), container)).isFalse();
    assertThat(SweepFile.isSentByYarn(Path.of("/etc"), container)).isFalse();
    assertThat(SweepFile.isSentByYarn(Path.of("/b/usercache/u/filecache/11"), Map.of())).isFalse();
  }
}
