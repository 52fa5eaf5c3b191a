package io.gradsweep.driver.cluster;

import io.gradsweep.driver.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster on the loopback address, or on several hosts, each daemon a process of
 * its own as {@code sbin/start-master.sh} would start it, with authentication on; and {@code
 * spark-submit} to it.
 */
public final class StandaloneCluster implements AutoCloseable {

  private static final String SECRET = "a secret of this test, which no process list may show";

  /** A machine. */
  public interface Host {

    String address();

    /** The command that starts another there. */
    List<String> on(List<String> command);
  }

  private static final Host LOOPBACK =
      new Host() {
        @Override
        public String address() {
          return "127.0.0.1";
        }

        @Override
        public List<String> on(List<String> command) {
          return command;
        }
      };

  private final Path folder;
  private final Path home;
  private final Path properties;
  private final List<Host> hosts;
  private final int port;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Process> daemons = new ArrayList<>();
  private int workers;

  /**
   * Starts a Master and its Workers, of one core each.
   *
   * @param jars what stands in the {@code jars} folder of a Spark distribution
   * @param environment of all processes: what Workers start inherits it
   */
  public StandaloneCluster(
      Path folder, List<Path> jars, int workers, Map<String, String> environment)
      throws IOException {
    this(folder, jars, Collections.nCopies(1 + workers, LOOPBACK), environment);
  }

  /**
   * Starts a Master, and Workers of one core each.
   *
   * @param hosts that of the Master, and of who submits; then one for each Worker
   */
  public StandaloneCluster(
      Path folder, List<Path> jars, List<? extends Host> hosts, Map<String, String> environment)
      throws IOException {
    this.environment.putAll(environment);
    this.folder = folder;
    this.hosts = List.copyOf(hosts);
    home = folder.resolve("spark");
    this.environment.put("SPARK_HOME", home.toString());
    this.environment.put("SPARK_SCALA_VERSION", "2.13");
    Files.createDirectories(home.resolve("jars"));
    for (Path jar : jars) {
      Files.createSymbolicLink(home.resolve("jars").resolve(jar.getFileName()), jar);
    }
    properties =
        Files.write(
            folder.resolve("spark.conf"),
            List.of(
                "spark.authenticate true",
                "spark.authenticate.secret " + SECRET,
                "spark.network.crypto.enabled true",
                "spark.master.rest.enabled false",
                "spark.driver.host " + master().address(),
                "spark.driver.bindAddress " + master().address(),
                "spark.executor.memory 600m",
                "spark.executor.cores 1",
                "spark.executor.extraJavaOptions " + String.join(" ", JavaProcess.SHORT_LIVED),
                "spark.driver.defaultJavaOptions " + String.join(" ", JavaProcess.SHORT_LIVED),
                "spark.excludeOnFailure.enabled false",
                "spark.ui.enabled false"));
    Files.setPosixFilePermissions(properties, PosixFilePermissions.fromString("rw-------"));
    port = freePort();
    daemons.add(
        daemon(
            master(),
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            master().address(),
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0"));
    await(log("master"), "New state: ALIVE");
    for (int i = 1; i < hosts.size(); i++) {
      startWorker();
    }
  }

  private Host master() {
    return hosts.get(0);
  }

  /** Starts one more Worker, and waits until the Master knows it. */
  public Process startWorker() throws IOException {
    Host host = hosts.get(1 + workers % (hosts.size() - 1));
    String name = "worker-" + workers++;
    Process worker =
        daemon(
            host,
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            host.address(),
            "--cores",
            "1",
            "--memory",
            "2g",
            "--work-dir",
            folder.resolve(name).toString(),
            "--webui-port",
            "0",
            url());
    daemons.add(worker);
    await(log(name), "Successfully registered with master");
    return worker;
  }

  /**
   * Settings for whoever submits after this, in a file. No secrets of a driver's own: in cluster
   * mode a Worker passes them on in its command line.
   */
  public void set(Map<String, String> settings) throws IOException {
    List<String> lines =
        settings.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    Files.write(properties, lines, StandardOpenOption.APPEND);
  }

  String url() {
    return "spark://%s:%d".formatted(master().address(), port);
  }

  Path log(String daemon) {
    return folder.resolve(daemon + ".log");
  }

  /** Output of drivers that ran on Workers. */
  String driverLogs() throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().matches(".*/driver-[^/]*/std...")).toList()) {
        said.append(file).append(":\n").append(Files.readString(file)).append('\n');
      }
    }
    return said.toString();
  }

  /** Ends the Master, and no Worker. */
  void killMaster() {
    daemons.get(0).destroyForcibly();
  }

  /** The Workers that live. */
  public List<Process> workers() {
    return daemons.stream().skip(1).filter(Process::isAlive).toList();
  }

  /** The executors that run now, by the command line that Workers start. */
  public List<ProcessHandle> executors() {
    return daemons.stream()
        .flatMap(daemon -> daemon.toHandle().descendants())
        .filter(
            process ->
                process.info().arguments().map(Arrays::asList).orElse(List.of()).stream()
                    .anyMatch(argument -> argument.contains("CoarseGrainedExecutorBackend")))
        .toList();
  }

  /** As {@code spark-submit OPTIONS… ARCHIVE ARGUMENTS…} would, from a shell. */
  public Process submit(Path log, List<String> options, Path archive, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--master", url()));
    all.addAll(options);
    all.add(archive.toString());
    all.addAll(List.of(arguments));
    return start(master(), log, "org.apache.spark.deploy.SparkSubmit", all);
  }

  private Process daemon(Host host, String name, String main, String... arguments)
      throws IOException {
    return start(host, log(name), main, List.of(arguments));
  }

  private Process start(Host host, Path log, String main, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(main, "--properties-file", properties.toString()));
    all.addAll(arguments);
    List<String> java = JavaProcess.command(List.of("-Xmx512m"), home.resolve("jars") + "/*", all);
    Map<String, String> there = new HashMap<>(environment);
    there.put("SPARK_LOCAL_IP", host.address());
    return JavaProcess.start(log, host.on(java), there);
  }

  /** Waits until a process has said in its log that it is ready. */
  public static void await(Path log, String words) throws IOException {
    Waiting.until(
        () -> said(log).contains(words),
        () -> "'%s' not said in %s: %s".formatted(words, log, said(log)));
  }

  private static String said(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Kills every daemon and what it has started. */
  @Override
  public void close() {
    for (Process daemon : daemons) {
      daemon.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.destroyForcibly();
    }
  }
}
