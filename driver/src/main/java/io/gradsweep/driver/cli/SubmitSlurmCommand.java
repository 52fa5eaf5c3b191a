package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.Forecast;
import io.gradsweep.driver.job.StudyRun;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "slurm",
    description = {
      "Submits an array of SLURM jobs that share the run of a sweep; each goes on until its time is",
      "over, and is queued again. With --spark it is one job, in which Spark runs. The same command",
      "goes on with what is left. Options of sbatch stand behind a -- at the end."
    },
    mixinStandardHelpOptions = true)
final class SubmitSlurmCommand implements Callable<Integer> {

  private static final String TASKS = "--tasks";
  private static final String CPUS = "--cpus";
  private static final String TIME = "--time";
  private static final String PRINT = "--print";
  private static final String SPARK = "--spark";

  /** Options of sbatch that the command has of its own. */
  private static final Set<String> OWN = Set.of("-c", "--cpus-per-task", "-t", TIME);

  @Spec private CommandSpec spec;
  @Mixin private SweepArguments arguments;
  @Mixin private RunLimits limits;

  @Option(
      names = TASKS,
      paramLabel = "N",
      description =
          "how many jobs share the study, or nodes with --spark (default: as many as it takes by the plan)")
  private Integer tasks;

  @Option(names = SPARK, description = "one job of several nodes, on which Spark runs the study")
  private boolean spark;

  @Option(names = CPUS, paramLabel = "N", description = "cores of each (default: ${DEFAULT-VALUE})")
  private int cpus = 4;

  @Option(
      names = TIME,
      paramLabel = "TIME",
      required = true,
      description = "time of each, such as 90m, 4h, 1d12h or 1-12:00:00")
  private String time;

  @Option(names = PRINT, description = "print the script, and submit nothing")
  private boolean print;

  @Override
  public Integer call() throws IOException {
    SubmittedWords words = SubmittedWords.of(spec);
    arguments.withoutLast(words.options().size());
    Duration timeOfEach = checked(words.options());
    Plan plan = arguments.plan();
    Study study = arguments.study(plan);
    StudyRun run = new StudyRun(study, limits.request(plan));
    OptionalInt most = mostTasks();
    run.check();
    if (!print && !run.hasWork(run.published())) {
      err().println("nothing to do: all trials of the plan have a row");
      return Exit.DONE;
    }
    int number = tasks == null ? tasks(run, timeOfEach, most) : tasks;
    SlurmScript script =
        new SlurmScript(
            spark ? SlurmScript.JobForm.SPARK : SlurmScript.JobForm.ARRAY,
            plan.sweep().name(),
            new SlurmScript.Allocation(number, cpus, timeOfEach),
            launcher(),
            runArguments(words.before()),
            Path.of("").toAbsolutePath().toString(),
            words.options());
    PrintWriter out = spec.commandLine().getOut();
    if (print) {
      out.print(script.text());
      out.flush();
      return Exit.DONE;
    }
    String job = Slurm.submit(script.text());
    out.printf(
        "submitted job %s: %s of %s for %s%n",
        job,
        count(number, spark ? "node" : "task"),
        count(cpus, "core"),
        TimeText.ofSlurm(timeOfEach));
    out.flush();
    err().println("status: " + Invocation.of(List.of("status", study.name())));
    err().println("cancel: scancel " + job);
    return Exit.DONE;
  }

  private static String count(int number, String what) {
    return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private PrintWriter err() {
    return new TerminalWriter(spec.commandLine().getErr());
  }

  /** Refuses what needs no look at the sweep. */
  private Duration checked(List<String> options) {
    if (limits.isSharded()) {
      throw new RequestException("Cannot submit with --shard (each task takes a share of its own)");
    }
    SubmittedWords.requirePositive(TASKS, tasks == null ? 1 : tasks);
    SubmittedWords.requirePositive(CPUS, cpus);
    for (String option : options) {
      String name = option.replaceFirst("=.*", "");
      if (OWN.contains(name)) {
        throw new RequestException(
            "Cannot give sbatch option: %s (must be %s, before the --)"
                .formatted(option, name.endsWith("t") || name.equals(TIME) ? TIME : CPUS));
      }
    }
    return TimeText.read(TIME, time);
  }

  /** The most tasks that an array may have, as far as that is known; asks SLURM. */
  private OptionalInt mostTasks() throws IOException {
    if (print || spark) {
      return OptionalInt.empty();
    }
    OptionalInt most = Slurm.mostTasks();
    if (tasks != null && most.isPresent() && tasks > most.getAsInt()) {
      throw new RequestException(
          "Cannot submit %d tasks: SLURM's MaxArraySize is %d (must be at most that; each goes on"
                  .formatted(tasks, most.getAsInt())
              + " where it stopped, for as long as the study needs)");
    }
    return most;
  }

  /** As many as end the study in the time of each. */
  private int tasks(StudyRun run, Duration timeOfEach, OptionalInt most) throws IOException {
    StudyRun.Work work = run.look(cpus);
    Forecast forecast = work.forecast();
    if (forecast.unknown().isPresent()) {
      throw new RequestException(
          "Cannot tell how many tasks: %s (must be given by --tasks)"
              .formatted(forecast.unknown().get()));
    }
    double needed = Math.ceil(forecast.mostSeconds() / (cpus * (double) timeOfEach.toSeconds()));
    double useful = Math.min(needed, work.pending().size());
    return (int) Math.max(1, Math.min(useful, most.orElse(Integer.MAX_VALUE)));
  }

  private static String launcher() {
    String command = System.getProperty("gradsweep.command", "gradsweep");
    return command.contains("/")
        ? Path.of(command).toAbsolutePath().normalize().toString()
        : command;
  }

  /** Arguments for 'run', as typed. */
  private static List<String> runArguments(List<String> typed) {
    int own = typed.indexOf("slurm");
    List<String> all = new ArrayList<>(typed.subList(0, own - 1));
    all.addAll(typed.subList(own + 1, typed.size()));
    List<String> arguments = Invocation.without(all, Set.of(TASKS, CPUS, TIME));
    arguments.removeAll(Set.of(PRINT, SPARK));
    return arguments;
  }
}
