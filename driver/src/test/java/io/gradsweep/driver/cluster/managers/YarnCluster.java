package io.gradsweep.driver.cluster.managers;

import io.gradsweep.driver.JavaProcess;
import io.gradsweep.driver.cluster.Archives;
import io.gradsweep.driver.cluster.ServerProcess;
import io.gradsweep.driver.cluster.StandaloneCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.FileSystem;

/**
 * YARN and HDFS on the loopback address: a ResourceManager with a NodeManager and a NameNode with a
 * DataNode, in one process; and a Spark that knows them.
 */
final class YarnCluster implements AutoCloseable {

  /** The most memory that a container may have, in MB. */
  static final int MOST_MEMORY = 3072;

  private final Path folder;
  private final Path settings;
  private final Path log;
  private final Process server;
  private final SparkHome spark;
  private final List<Process> started = new ArrayList<>();

  /** Starts it, and does not wait until it is there. */
  YarnCluster(Path folder) throws IOException {
    this.folder = folder;
    settings = Files.createDirectory(folder.resolve("hadoop conf"));
    log = folder.resolve("yarn.log");
    server =
        ServerProcess.startOfYarn(
            log,
            folder,
            List.of(
                settings.resolve("yarn-site.xml").toString(),
                "dfs.replication=1",
                "yarn.minicluster.yarn.nodemanager.resource.memory-mb=8192",
                "yarn.scheduler.maximum-allocation-mb=" + MOST_MEMORY,
                "yarn.scheduler.minimum-allocation-mb=256",
                "yarn.scheduler.capacity.root.queues=default",
                "yarn.scheduler.capacity.root.default.capacity=100",
                "yarn.scheduler.capacity.maximum-am-resource-percent=1",
                "yarn.resourcemanager.am.max-attempts=1",
                "yarn.nodemanager.vmem-check-enabled=false",
                "yarn.nodemanager.pmem-check-enabled=false",
                "yarn.resourcemanager.nodemanagers.heartbeat-interval-ms=100",
                "yarn.nodemanager.delete.debug-delay-sec=600",
                "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage=100"));
    List<Path> jars = new ArrayList<>(Archives.spark());
    jars.addAll(ServerProcess.jars("spark-yarn"));
    Path home = folder.resolve("spark");
    String options = "-XX:+UseSerialGC " + String.join(" ", JavaProcess.SHORT_LIVED);
    spark =
        SparkHome.in(
            home,
            jars,
            List.of(
                "spark.yarn.jars local:" + home.resolve("jars") + "/*",
                "spark.yarn.scheduler.heartbeat.interval-ms 500",
                "spark.yarn.appMasterEnv.SPARK_LOCAL_IP 127.0.0.1",
                "spark.executorEnv.SPARK_LOCAL_IP 127.0.0.1",
                "spark.executor.defaultJavaOptions " + options,
                "spark.driver.defaultJavaOptions " + options,
                "spark.yarn.am.extraJavaOptions " + options,
                "spark.ui.enabled false"));
  }

  /** Waits until it is there. */
  void await() throws IOException {
    StandaloneCluster.await(log, "ready");
    Files.copy(settings.resolve("yarn-site.xml"), settings.resolve("core-site.xml"));
  }

  /** Folder for studies. */
  String studies() {
    Configuration clients = new Configuration(false);
    clients.addResource(new org.apache.hadoop.fs.Path(settings.resolve("core-site.xml").toUri()));
    return clients.get(CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY);
  }

  /** The environment of a shell from which this cluster is used. */
  Map<String, String> environment() {
    return Map.of("HADOOP_CONF_DIR", settings.toString());
  }

  /** Starts a line of a shell, which lives no longer than the cluster. */
  Process start(Path log, String line) throws IOException {
    Process process = spark.start(log, environment(), line);
    started.add(process);
    return process;
  }

  /** Copies a study to a local folder. */
  void copy(String study, Path to) throws IOException {
    try (FileSystem files = FileSystem.newInstance(URI.create(studies()), new Configuration())) {
      files.copyToLocalFile(
          false,
          new org.apache.hadoop.fs.Path(study),
          new org.apache.hadoop.fs.Path(to.toUri()),
          true);
    }
  }

  /** Output of all containers. */
  String containerLogs() throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/container_[^/]*/std(out|err)")).toList()) {
        said.append(file).append(":\n").append(Files.readString(file)).append('\n');
      }
    }
    return said.toString();
  }

  /** Kills the servers, the containers that they have started, and who has submitted them. */
  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
  }
}
