package io.gradsweep.driver.cluster.managers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.JavaProcess;
import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cluster.Archives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A study that jobs of SLURM write, submitted from the folder in which its sweep lies.
 *
 * @param home the clone whose launcher the jobs start
 */
record SlurmStudy(SlurmCluster slurm, Path home, Path folder, Path sweep) {

  private static final Path SCRIPT = Path.of("../docs/clusters/array.sbatch").toAbsolutePath();

  private static final Pattern SUBMITTED = Pattern.compile("(?m)^submitted job (\\d+):");

  static final String SHORT_LIVED = String.join(" ", JavaProcess.SHORT_LIVED);

  /** Option by which the words of a task go to a file of its name. */
  static final String OUTPUT = "--output=%A_%a.txt";

  static SlurmStudy of(SlurmCluster slurm, Path home, Path folder, String... sweep)
      throws IOException {
    Files.createDirectories(folder);
    return new SlurmStudy(slurm, home, folder, Gradsweep.write(folder, sweep));
  }

  Path path() {
    return folder.resolve("shared/my study");
  }

  /** Submits the script by hand, and returns the number of the job; its tasks have one core. */
  String sbatch(List<String> run, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable", "--cpus-per-task=1"));
    command.addAll(List.of("--mem=2G", OUTPUT));
    command.addAll(List.of(options));
    command.addAll(List.of(SCRIPT.toString(), sweep.toString(), "--out", path().toString()));
    command.addAll(List.of("--jar", Archives.testSimulations().toString()));
    command.addAll(List.of("--segment-trials", "5", "-q"));
    command.addAll(run);
    Map<String, String> environment =
        Map.of("GRADSWEEP_HOME", home.toString(), "GRADSWEEP_OPTS", "-Xmx1g " + SHORT_LIVED);
    return said(0, environment, command).strip();
  }

  /** Output of the command that submits; its tasks have one core. */
  String submit(int exit, String... more) throws Exception {
    return submit(exit, Map.of("GRADSWEEP_OPTS", SHORT_LIVED), more);
  }

  /** The same with other variables in the environment, which the jobs inherit. */
  String submit(int exit, Map<String, String> environment, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("gradsweep").toString()));
    command.addAll(List.of("submit", "slurm", sweep.toString(), "--out", path().toString()));
    command.addAll(List.of("--jar", Archives.testSimulations().toString()));
    command.addAll(List.of("--segment-trials", "5", "--cpus", "1", "--time", "5m"));
    command.addAll(List.of(more));
    return said(exit, environment, command);
  }

  private String said(int exit, Map<String, String> environment, List<String> command)
      throws Exception {
    Process process = slurm.start(folder, environment, command.toArray(String[]::new));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exit);
    return said;
  }

  /** The number of the job that was submitted. */
  static String job(String submitted) {
    Matcher line = SUBMITTED.matcher(submitted);
    assertThat(line.find()).as(submitted).isTrue();
    return line.group(1);
  }

  String output(String task) throws IOException {
    Path output = folder.resolve(task + ".txt");
    return Files.exists(output) ? Files.readString(output) : "";
  }

  /** Output of all tasks of a job. */
  String outputs(String job) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith(job + "_")).toList()) {
        all.append(file).append(":\n").append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }

  void requireEnd(String task, String exitCode) throws IOException {
    assertThat(slurm.show(task)).as(output(task)).contains(" ExitCode=" + exitCode);
  }

  /** Parts that a task of four has published, before they are compacted. */
  long partsOf(int shard) throws IOException {
    return segmentsOf("trials", "parquet", shard);
  }

  /** Segments of a task of four that have begun and are not published. */
  long begunBy(int shard) throws IOException {
    return segmentsOf("_started", "json", shard);
  }

  private long segmentsOf(String files, String ending, int shard) throws IOException {
    Path in = path().resolve(files);
    if (!Files.isDirectory(in)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(in)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.matches("g0000-s[0-9]{5}[.]" + ending))
          .filter(name -> Integer.parseInt(name.substring(7, 12)) % 4 == shard)
          .count();
    }
  }

  /** Runs the sweep on this machine alone. */
  Path runAlone() {
    Path alone = folder.resolve("alone");
    String[] run = {
      "run", sweep.toString(), "--out", alone.toString(), "--master", "local[16]", "-q"
    };
    assertThat(Gradsweep.run(run).exit()).isZero();
    return alone;
  }

  void requireRowsOf(Path alone, int trials) throws Exception {
    assertThat(path().resolve("_SUCCESS")).exists();
    assertThat(Gradsweep.trials(path())).hasSize(trials).isEqualTo(Gradsweep.trials(alone));
    assertThat(Gradsweep.trajectories(path())).isEqualTo(Gradsweep.trajectories(alone));
    assertThat(path().resolve("_started")).isEmptyDirectory();
    try (Stream<Path> files = Files.list(path())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("_lock"));
    }
  }
}
