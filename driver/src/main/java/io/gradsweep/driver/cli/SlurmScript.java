package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.ResourceText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script of docs/clusters for one study.
 *
 * @param launcher what starts gradsweep
 * @param arguments of 'gradsweep run'
 * @param folder that the tasks run in, as the arguments are relative to it
 * @param options of sbatch, beside those that are in the script
 */
record SlurmScript(
    JobForm form,
    String name,
    Allocation allocation,
    String launcher,
    List<String> arguments,
    String folder,
    List<String> options) {

  private static final String FIRST_OPTION = "#SBATCH ";

  /**
   * Resources requested from SLURM.
   *
   * @param tasks of the array, or nodes
   * @param cpus of each
   * @param time of each
   */
  record Allocation(int tasks, int cpus, Duration time) {}

  /** The ways in which SLURM runs a study. */
  enum JobForm {
    /** An array whose tasks share it. */
    ARRAY(
        "array.sbatch",
        """
        #!/usr/bin/env bash
        # Printed by 'gradsweep submit slurm': each task of the array runs its share of one study. What is published is not run again:
        # submit the same again to go on, or a single task (--array=2) to run its share.
        """),

    /** One job in which Spark runs. */
    SPARK(
        "spark.sbatch",
        """
        #!/usr/bin/env bash
        # Printed by 'gradsweep submit slurm --spark': one study on a Spark cluster of its own inside one job. What is published is not
        # run again: submit the same again to go on.
        """);

    private final String file;
    private final String head;

    JobForm(String file, String head) {
      this.file = file;
      this.head = head;
    }
  }

  SlurmScript {
    if (Stream.concat(Stream.of(folder), options.stream()).anyMatch(SlurmScript::hasLineEnd)) {
      throw new RequestException(
          "Cannot submit: an option of sbatch, or the current folder, has more than one line");
    }
  }

  private static boolean hasLineEnd(String text) {
    return text.contains("\n") || text.contains("\r");
  }

  String text() {
    String template = ResourceText.text("/" + form.file);
    Map<String, List<String>> filled = filled();
    List<String> lines =
        template
            .substring(template.indexOf(FIRST_OPTION))
            .lines()
            .flatMap(line -> lines(line, filled))
            .toList();
    if (!filled.isEmpty()) {
      throw new IllegalStateException(form.file + " has no lines of " + filled.keySet());
    }
    return form.head + String.join("\n", lines) + "\n";
  }

  /** Takes out what stands for the line, if it is one of those that are filled in. */
  private static Stream<String> lines(String line, Map<String, List<String>> filled) {
    String key = line.replaceFirst("=.*", "=");
    return filled.containsKey(key) ? filled.remove(key).stream() : Stream.of(line);
  }

  /** Lines by what they begin with in the template. */
  private Map<String, List<String>> filled() {
    String more = quoted(options);
    Map<String, List<String>> lines = new LinkedHashMap<>();
    option(lines, "job-name", name);
    switch (form) {
      case ARRAY -> {
        option(lines, "array", "0-" + (allocation.tasks - 1));
        lines.put("shares=", List.of("shares=" + allocation.tasks));
      }
      case SPARK -> option(lines, "nodes", Integer.toString(allocation.tasks));
    }
    option(lines, "cpus-per-task", Integer.toString(allocation.cpus));
    lines.put("#SBATCH --mem=", List.of());
    option(lines, "time", TimeText.ofSlurm(allocation.time));
    lines.put(
        "#SBATCH --open-mode=",
        Stream.of(
                "#SBATCH --open-mode=append",
                "#SBATCH --chdir=" + Invocation.quoted(folder),
                more.isEmpty() ? "" : FIRST_OPTION + more)
            .filter(line -> !line.isEmpty())
            .toList());
    lines.put(
        "launcher=",
        List.of("set -- " + quoted(arguments), "launcher=" + Invocation.quoted(launcher)));
    return lines;
  }

  private static String quoted(List<String> words) {
    return words.stream().map(Invocation::quoted).collect(Collectors.joining(" "));
  }

  private static void option(Map<String, List<String>> lines, String name, String value) {
    lines.put("#SBATCH --%s=".formatted(name), List.of("#SBATCH --%s=%s".formatted(name, value)));
  }
}
