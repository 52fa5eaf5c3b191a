package io.gradsweep.driver.cluster;

import io.gradsweep.driver.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A file system or an object store on the loopback address, in a process of its own. */
public final class ServerProcess implements AutoCloseable {

  private static final Path SERVERS = Path.of("target", "servers").toAbsolutePath();
  private static final String IDENTITY = "tester";
  private static final String CREDENTIAL = "a credential of this test";

  private final Process process;
  private final String folder;
  private final Map<String, String> settings;
  private final Map<String, String> environment;

  private ServerProcess(
      Process process,
      String folder,
      Map<String, String> settings,
      Map<String, String> environment) {
    this.process = process;
    this.folder = folder;
    this.settings = settings;
    this.environment = environment;
  }

  /** S3 over a folder, with one bucket, for those who know its credential. */
  public static ServerProcess s3(Path data) throws IOException {
    int port = StandaloneCluster.freePort();
    String bucket = "studies-" + port; // Hadoop keeps what it has opened, by the bucket's name
    Files.createDirectories(data.resolve("s3").resolve(bucket));
    Path conf =
        Files.write(
            data.resolve("s3.conf"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + IDENTITY,
                "s3proxy.credential=" + CREDENTIAL,
                "jclouds.provider=filesystem-nio2",
                "jclouds.identity=none",
                "jclouds.credential=none",
                "jclouds.filesystem.basedir=" + data.resolve("s3")));
    Path log = data.resolve("s3.log");
    Process process =
        start(
            log,
            SERVERS.resolve("s3") + "/*",
            List.of("-DLOG_LEVEL=info", "org.gaul.s3proxy.Main", "--properties", conf.toString()));
    StandaloneCluster.await(log, "Started ogsoejs.Server@");
    return new ServerProcess(
        process,
        "s3a://" + bucket,
        Map.of(
            "spark.hadoop.fs.s3a.endpoint",
            "http://127.0.0.1:" + port,
            "spark.hadoop.fs.s3a.endpoint.region",
            "us-east-1",
            "spark.hadoop.fs.s3a.path.style.access",
            "true"),
        Map.of("AWS_ACCESS_KEY_ID", IDENTITY, "AWS_SECRET_ACCESS_KEY", CREDENTIAL));
  }

  /** A NameNode and two DataNodes; each block is on two. */
  public static ServerProcess hdfs(Path data) throws IOException {
    return hdfs(data, List.of());
  }

  /**
   * @param options of Hadoop's, {@code -D} and a setting in turn
   */
  static ServerProcess hdfs(Path data, List<String> options) throws IOException {
    int port = StandaloneCluster.freePort();
    Path details = data.resolve("hdfs.json");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "org.apache.hadoop.test.MiniDFSClusterManager",
                "-format",
                "-datanodes",
                "2",
                "-nnport",
                Integer.toString(port),
                "-writeDetails",
                details.toString(),
                "-D",
                "hdfs.minidfs.basedir=" + data.resolve("hdfs")));
    arguments.addAll(options);
    Process process = startOfHdfs(data.resolve("hdfs.log"), arguments);
    StandaloneCluster.await(details, "namenode_port");
    return new ServerProcess(process, "hdfs://127.0.0.1:" + port, Map.of(), Map.of());
  }

  /** A daemon of HDFS's own. */
  static Process startOfHdfs(Path log, List<String> arguments) throws IOException {
    return start(log, SERVERS.resolve("hdfs") + "/*:" + hadoopAndLogging(), arguments);
  }

  /**
   * YARN's servers with HDFS's, by their source.
   *
   * @param data folder of what they and their containers write
   */
  public static Process startOfYarn(Path log, Path data, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.add("-Dtest.build.data=" + data.resolve("yarn"));
    all.add(Path.of("src/test/servers/YarnServer.java").toAbsolutePath().toString());
    all.add(data.resolve("hdfs").toString());
    all.addAll(arguments);
    String classPath = "%1$s/yarn/*:%1$s/hdfs/*:%2$s".formatted(SERVERS, hadoopAndLogging());
    return start(log, classPath, all);
  }

  /** Kubernetes' API server, by its source. */
  public static Process startOfKubernetes(Path log, int port) throws IOException {
    Path source = Path.of("src/test/servers/KubernetesServer.java").toAbsolutePath();
    String classPath = SERVERS.resolve("kubernetes") + "/*:" + ofSpark("slf4j|log4j|jackson|netty");
    return start(log, classPath, List.of(source.toString(), Integer.toString(port)));
  }

  /** The archives that the build has put into a folder of the servers. */
  public static List<Path> jars(String of) throws IOException {
    try (Stream<Path> jars = Files.list(SERVERS.resolve(of))) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static String hadoopAndLogging() throws IOException {
    return ofSpark("hadoop-client|slf4j|log4j|jcl|jakarta.servlet");
  }

  /** Class path of the jars of Spark whose names begin so. */
  private static String ofSpark(String names) throws IOException {
    return String.join(
        ":",
        Archives.spark().stream()
            .map(Path::toString)
            .filter(jar -> jar.matches(".*/(%s)[^/]*".formatted(names)))
            .toList());
  }

  private static Process start(Path log, String classPath, List<String> arguments)
      throws IOException {
    return JavaProcess.start(log, List.of("-Xmx512m"), classPath, arguments, Map.of());
  }

  /** Folder for studies. */
  public String folder() {
    return folder;
  }

  /** Spark's settings for those who read and write there; they hold no secret. */
  public Map<String, String> settings() {
    return settings;
  }

  /** The credential as the environment of a process carries it: no list of processes shows that. */
  public Map<String, String> environment() {
    return environment;
  }

  /** All settings, for a file that only its owner reads, or for this JVM itself. */
  public Map<String, String> settingsWithCredential() {
    Map<String, String> all = new HashMap<>(settings);
    if (!environment.isEmpty()) {
      all.put("spark.hadoop.fs.s3a.access.key", IDENTITY);
      all.put("spark.hadoop.fs.s3a.secret.key", CREDENTIAL);
    }
    return all;
  }

  public Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
