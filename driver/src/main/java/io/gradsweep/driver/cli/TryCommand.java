package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.code.OwnCode;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.contract.Contract;
import io.gradsweep.workers.contract.Finding;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "try",
    description = {
      "Tries a simulation of your own: does it keep what a sweep relies on?",
      "With values, runs one trial of it here, and shows what it prints, throws and returns.",
      "Values are those of a sweep file; 'replicate' and 'seed' are 0 if they are not given."
    },
    mixinStandardHelpOptions = true)
final class TryCommand implements Callable<Integer> {

  private static final String REPLICATE = "replicate";
  private static final String SEED = "seed";
  private static final int LONGEST_PROMISE = 64;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "the simulation: .java, .jar, .py or program")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "parameters of one trial, for which there are defaults")
  private List<String> values = List.of();

  @Option(names = "--simulation", paramLabel = "NAME", description = "which of a jar's simulations")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--files",
      arity = "1..*",
      paramLabel = "PATH",
      description = "helpers and data that the code takes along, files or folders")
  private List<Path> files = List.of();

  @Option(
      names = "--with",
      paramLabel = "INTERPRETER",
      defaultValue = CodeOption.PYTHON,
      description = "what runs Python (default: ${DEFAULT-VALUE})")
  private String with;

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  private PrintWriter err;

  @Override
  public Integer call() throws IOException {
    err = new TerminalWriter(spec.commandLine().getErr());
    Set<String> others = names(Simulations.all());
    OwnCode.load(List.of(file), files, with);
    Simulation simulation = simulation(others);
    simulation
        .missing()
        .ifPresent(
            lack -> {
              throw new RequestException("Cannot try %s: %s".formatted(file, lack));
            });
    return values.isEmpty() ? contract(simulation) : one(simulation);
  }

  private static Set<String> names(Collection<Simulation> simulations) {
    return simulations.stream().map(each -> each.spec().name()).collect(Collectors.toSet());
  }

  /** The one that the file brought. */
  private Simulation simulation(Set<String> others) {
    List<Simulation> own =
        Simulations.all().stream().filter(each -> !others.contains(each.spec().name())).toList();
    List<Simulation> chosen =
        own.stream()
            .filter(each -> name.isEmpty() || each.spec().name().equals(name.get()))
            .toList();
    if (chosen.size() != 1) {
      throw new RequestException(
          "Cannot try %s: %s (must be one simulation; it has %s: --simulation NAME)"
              .formatted(
                  file,
                  name.orElse("several"),
                  String.join(", ", own.stream().map(each -> each.spec().name()).toList())));
    }
    return chosen.get(0);
  }

  private int contract(Simulation simulation) throws IOException {
    output.heading(
        "%s, version %d".formatted(simulation.spec().name(), simulation.spec().version()));
    List<List<Object>> rows = new ArrayList<>();
    boolean holds =
        new Contract(
                simulation,
                finding -> {
                  rows.add(
                      List.of(
                          finding.promise(), finding.held() ? "ok" : "BROKEN", finding.detail()));
                  tell(finding);
                })
            .holds();
    if (!output.isForTheEye()) {
      output.print(new Answer(List.of("promise", "verdict", "seen"), rows));
    }
    return holds ? Exit.DONE : Exit.TRIALS_FAILED;
  }

  /** Lines as they come: a whole try takes a minute. */
  private void tell(Finding finding) {
    String seen = finding.detail().isEmpty() ? "" : ": " + finding.detail();
    output.heading(
        "%-6s  %s%s".formatted(finding.held() ? "ok" : "BROKEN", finding.promise(), seen));
    spec.commandLine().getOut().flush();
  }

  private int one(Simulation simulation) throws IOException {
    Trial trial = trial(simulation);
    RunSettings settings = new RunSettings(Recording.DEFAULT, Optional.empty());
    TrialRun run =
        Contract.inTheForeground(
            simulation,
            trial,
            settings,
            words -> {
              err.print(Shown.visibly(words.printed().get()));
              err.print(Shown.visibly(words.details().get()));
              err.flush();
            });
    TrialTable table = TrialTable.of(simulation.spec());
    Provenance provenance =
        new Provenance(run.startedAt(), run.wallNanos(), "here", 0, Version.TEXT);
    Object[] row = table.row("", trial, run.outcome(), provenance);
    List<List<Object>> rows = new ArrayList<>();
    List<Column> columns = table.columns();
    for (int i = 0; i < row.length; i++) {
      String column = columns.get(i).name();
      if (row[i] != null
          && !TrialTable.provenanceNames().contains(column)
          && !column.equals("sweep")) {
        rows.add(List.of(column, exact(row[i])));
      }
    }
    rows.add(List.of("recorded steps", run.trajectory().size()));
    output.print(new Answer(List.of("column", "value"), rows));
    return run.outcome().status() == Status.FAILED ? Exit.TRIALS_FAILED : Exit.DONE;
  }

  /** All digits, also in a table that would round them. */
  private Object exact(Object value) {
    return output.isForTheEye() ? String.valueOf(value) : value;
  }

  /** The values, read as a sweep file's are. */
  private Trial trial(Simulation simulation) {
    List<String> parameters = new ArrayList<>(values);
    parameters.removeIf(value -> value.startsWith(REPLICATE + "=") || value.startsWith(SEED + "="));
    String sweep = "sweep: try\nsimulation: %s\n".formatted(simulation.spec().name());
    Plan plan =
        Plans.of(
            SweepReader.parse(
                sweep, "a trial of " + file, other -> Optional.empty(), parameters, false));
    if (plan.size() != 1) {
      throw new RequestException(
          "Cannot try %d trials: %s (must be one value a parameter)"
              .formatted(plan.size(), String.join(" ", parameters)));
    }
    return new Trial(
        plan.trial(0).orElseThrow().params(), whole(SEED, Long.MIN_VALUE), whole(REPLICATE, 0));
  }

  private long whole(String which, double least) {
    ParameterSpec number = ParameterSpec.whole(which, "").atLeast(least).defaultsTo(0);
    String given =
        values.stream()
            .filter(value -> value.startsWith(which + "="))
            .reduce((before, last) -> last)
            .map(value -> value.substring(which.length() + 1))
            .orElse("0");
    try {
      return (Long) number.read(ParamValue.of(Long.parseLong(given))).column();
    } catch (NumberFormatException e) {
      throw new RequestException(
          "Cannot use %s: %s (must be %s)".formatted(which, Shown.briefly(given), number.words()));
    } catch (IllegalArgumentException e) {
      throw new RequestException(e.getMessage());
    }
  }
}
