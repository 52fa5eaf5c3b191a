package io.gradsweep.driver.cluster.managers;

import io.gradsweep.driver.cluster.StandaloneCluster;
import io.gradsweep.driver.cluster.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real SLURM of two nodes, both this machine, on the loopback address, with a munge of its own;
 * without systemd and cgroups. No other SLURM of the machine notices it.
 */
final class SlurmCluster implements AutoCloseable {

  /** The largest array that it takes has the indices up to this number less one. */
  static final int MAX_ARRAY_SIZE = 9;

  private static final List<String> PROGRAMS =
      List.of("munged", "slurmctld", "slurmd", "sbatch", "srun", "scancel", "scontrol", "squeue");

  private static final List<String> NODES = List.of("node1", "node2");

  private static final Pattern OUTPUT = Pattern.compile("(?m)^ *StdOut=(.+)$");

  private final Path folder;
  private final Path conf;
  private final List<Process> daemons = new ArrayList<>();

  /** Whether this machine has the programs, and we are root: nobody else may start them. */
  static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"))
        && PROGRAMS.stream().allMatch(SlurmCluster::isThere);
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * @param folder of all its files
   */
  SlurmCluster(Path folder) throws IOException {
    this.folder = folder;
    conf = folder.resolve("slurm.conf");
    Files.createDirectories(folder.resolve("state"));
    Path key = folder.resolve("munge.key");
    Files.write(key, SecureRandom.getSeed(1024));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    writeConf();
    try {
      daemons.add(
          daemon(
              "munged",
              "munged",
              "--foreground",
              "--force",
              "--num-threads=2",
              "--key-file=" + key,
              "--socket=" + folder.resolve("munge.socket"),
              "--pid-file=" + folder.resolve("munged.pid"),
              "--seed-file=" + folder.resolve("munged.seed")));
      StandaloneCluster.await(log("munged"), "Created socket");
      daemons.add(daemon("slurmctld", "slurmctld", "-D"));
      for (String node : NODES) {
        daemons.add(daemon(node, "slurmd", "-D", "-N", node));
      }
      awaitNodes();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void writeConf() throws IOException {
    List<String> lines = new ArrayList<>(settings());
    for (String node : NODES) {
      lines.add(
          "NodeName=%s NodeHostname=localhost NodeAddr=127.0.0.1 Port=%d CPUs=8 RealMemory=64000"
              .formatted(node, StandaloneCluster.freePort()));
    }
    lines.add("PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP");
    Files.write(conf, lines);
  }

  private List<String> settings() throws IOException {
    return List.of(
        "ClusterName=gradsweep",
        "SlurmctldHost=localhost(127.0.0.1)",
        "SlurmctldPort=" + StandaloneCluster.freePort(),
        "SlurmUser=root",
        "AuthType=auth/munge",
        // what is queued again waits for as many seconds as a credential holds: 120 by default
        "AuthInfo=socket=%s,cred_expire=15".formatted(folder.resolve("munge.socket")),
        "StateSaveLocation=" + folder.resolve("state"),
        "SlurmdSpoolDir=" + folder.resolve("spool-%n"),
        "SlurmctldPidFile=" + folder.resolve("slurmctld.pid"),
        "SlurmdPidFile=" + folder.resolve("slurmd-%n.pid"),
        "SlurmdParameters=config_overrides",
        "CommunicationParameters=NoCtldInAddrAny,NoInAddrAny",
        "ProctrackType=proctrack/linuxproc",
        "TaskPlugin=task/none",
        "JobAcctGatherType=jobacct_gather/none",
        "MpiDefault=none",
        "SwitchType=switch/none",
        "SelectType=select/cons_tres",
        "SelectTypeParameters=CR_Core",
        "SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0",
        "MaxArraySize=" + MAX_ARRAY_SIZE,
        "MinJobAge=3600", // whoever looks later still finds a job
        "KillWait=30");
  }

  private Path log(String daemon) {
    return folder.resolve(daemon + ".log");
  }

  private Process daemon(String name, String... command) throws IOException {
    ProcessBuilder daemon =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(name).toFile());
    daemon.environment().putAll(environment());
    return daemon.start();
  }

  private void awaitNodes() throws IOException {
    Waiting.until(
        () -> said("sinfo", "--noheader", "--format=%t").strip().equals("idle"),
        () ->
            "not all nodes are idle: "
                + Files.readString(log("slurmctld"))
                + Files.readString(log(NODES.get(0))));
  }

  /** Environment that makes commands of SLURM and of gradsweep talk to this SLURM alone. */
  Map<String, String> environment() {
    return Map.of("SLURM_CONF", conf.toString(), "SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Starts a command of SLURM's, or one that calls them; its output is one. */
  Process start(Path where, Map<String, String> more, String... command) throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
    process.environment().putAll(environment());
    process.environment().putAll(more);
    return process.start();
  }

  /** Output of a command of SLURM's, whatever its result. */
  String said(String... command) throws IOException {
    Process process = start(folder, Map.of(), command);
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** A job, or a task of one, as {@code scontrol} shows it. */
  String show(String job) throws IOException {
    return said("scontrol", "show", "job", job);
  }

  /** Its nodes and jobs, and what these and its daemons said, for a message. */
  String state() {
    try {
      StringBuilder state = new StringBuilder(said("sinfo", "--long", "--Node"));
      String jobs = said("scontrol", "show", "job");
      state.append(jobs);
      List<Path> files = new ArrayList<>(List.of(log("slurmctld")));
      NODES.forEach(node -> files.add(log(node)));
      OUTPUT.matcher(jobs).results().forEach(found -> files.add(Path.of(found.group(1))));
      for (Path file : files) {
        state.append(file).append(":\n").append(Files.exists(file) ? Files.readString(file) : "");
      }
      return state.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Waits until no task of a job runs or waits any more. */
  void awaitEnd(String job, Duration most) throws IOException {
    Waiting.until(
        most,
        () -> tasks(job).isBlank(),
        () -> "job %s goes on: %s%s".formatted(job, tasks(job), show(job)));
  }

  /** The tasks of a job that run or wait, or why SLURM does not say. */
  private String tasks(String job) throws IOException {
    return said("squeue", "--noheader", "--jobs=" + job, "--format=%i");
  }

  /** Ends all jobs and daemons, and whatever a job has left. */
  @Override
  public void close() throws IOException {
    if (daemons.size() > 1) {
      said("scancel", "--me", "--signal=KILL");
      said("scancel", "--me");
    }
    for (int i = daemons.size() - 1; i >= 0; i--) {
      end(daemons.get(i));
    }
    for (ProcessHandle left : ours()) {
      left.destroyForcibly();
    }
  }

  private static void end(Process daemon) throws IOException {
    daemon.destroy();
    try {
      if (!daemon.waitFor(5, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Processes of this SLURM, which detach themselves from the daemons: by their environment. */
  private List<ProcessHandle> ours() throws IOException {
    String mark = "SLURM_CONF=" + conf;
    List<ProcessHandle> ours = new ArrayList<>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      for (ProcessHandle each : all.toList()) {
        Path environment = Path.of("/proc", Long.toString(each.pid()), "environ");
        try {
          if (Files.readString(environment, StandardCharsets.ISO_8859_1).contains(mark)) {
            ours.add(each);
          }
        } catch (IOException gone) {
          continue;
        }
      }
    }
    return ours;
  }
}
