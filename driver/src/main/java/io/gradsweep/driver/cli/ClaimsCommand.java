package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.analysis.SeedVerdicts;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.RunSession;
import io.gradsweep.driver.job.Slots;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.spark.SparkSettings;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "claims",
    description = {
      "Runs several sweeps, one after the other, and compares all their claims with the results.",
      "Trials that their studies already have are not run again. 'verify' is for one study."
    },
    mixinStandardHelpOptions = true)
final class ClaimsCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "the sweep files")
  private List<Path> files;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "results",
      description =
          "folder that holds the studies' folders, any Hadoop URI (default: ${DEFAULT-VALUE})")
  private String out;

  @Option(
      names = "--quick",
      description = "apply the files' 'quick' values; results go to <sweep>-quick")
  private boolean quick;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "show each verdict under N base seeds, the file's own and those after it; the studies of the",
        "others are beside its own, in <sweep>-seed-<seed> (default: ${DEFAULT-VALUE})"
      })
  private int seeds;

  @Option(names = "--strict", description = "treat an inconclusive claim as a failure")
  private boolean strict;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, as for 'run' (default: local[*])")
  private Optional<String> master;

  @Option(
      names = {"-q", "--quiet"},
      description = "show no progress")
  private boolean quiet;

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private CodeOption code;

  private PrintWriter err;

  @Override
  public Integer call() throws IOException {
    code.load();
    err = new TerminalWriter(spec.commandLine().getErr());
    if (seeds < 1) {
      throw new RequestException("Cannot use seeds: %d (must be at least 1)".formatted(seeds));
    }
    Map<Path, List<Plan>> plans = plans();
    SparkSettings.check(master, Map.of());
    SeedVerdicts results = new SeedVerdicts();
    boolean trialsFailed = false;
    int begun = 0;
    for (Map.Entry<Path, List<Plan>> sweep : plans.entrySet()) {
      err.printf("%s, %d of %d%n", sweep.getValue().get(0).sweep().name(), ++begun, plans.size());
      for (int further = 0; further < seeds; further++) {
        Plan plan = sweep.getValue().get(further);
        if (seeds > 1) {
          err.printf("seed %d%n", plan.sweep().grid().seed());
        }
        err.flush();
        Study study = Study.at(Folders.of(folder(plan, further)));
        trialsFailed |= run(sweep.getKey(), plan, study, further) != Exit.DONE;
        List<ClaimResult> held = StudyView.read(study, VerifyCommand::claims);
        held.forEach(result -> err.println(Claims.line(result)));
        results.add(plan.sweep().name(), plan.sweep().grid().seed(), held);
      }
    }
    output.print(seeds > 1 ? results.table() : Claims.table(results.ofFirstSeed()));
    List<ClaimResult> all = results.all();
    err.println(Claims.words(all));
    if (seeds > 1) {
      err.println(results.words());
    }
    if (all.stream().anyMatch(result -> result.isHeldAgainst(strict))) {
      return Exit.CLAIM_FAILED;
    }
    return trialsFailed ? Exit.TRIALS_FAILED : Exit.DONE;
  }

  /**
   * The sweeps' plans under each base seed, in order; all problems of any file are reported before
   * the first runs. Files are not read again: somebody may edit one while it runs.
   */
  private Map<Path, List<Plan>> plans() throws IOException {
    Map<Path, List<Plan>> plans = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    Set<String> problems = new LinkedHashSet<>();
    for (Path file : files) {
      try {
        List<Plan> ofSeeds = ofSeeds(new SweepFile(file));
        String name = ofSeeds.get(0).sweep().name();
        if (!names.add(name)) {
          problems.add(
              "Cannot run %s: an earlier file has the sweep '%s' too (its study is one folder)"
                  .formatted(file, name));
        }
        plans.put(file, ofSeeds);
      } catch (RequestException | SweepProblems e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new RequestException(String.join(System.lineSeparator(), problems));
    }
    return plans;
  }

  /** The plans under the file's own base seed and those after it. */
  private List<Plan> ofSeeds(SweepFile file) throws IOException {
    List<Plan> plans = new ArrayList<>(List.of(file.plan(List.of(), quick)));
    long seed = plans.get(0).sweep().grid().seed();
    for (int further = 1; further < seeds; further++) {
      plans.add(file.plan(List.of("seed=" + (seed + further)), quick));
    }
    return plans;
  }

  private String folder(Plan plan, int further) {
    String quickly = quick ? "-quick" : "";
    return out + "/" + name(plan, further) + quickly;
  }

  private static String name(Plan plan, int further) {
    return further == 0
        ? plan.sweep().name()
        : "%s-seed-%d".formatted(plan.sweep().name(), plan.sweep().grid().seed());
  }

  private int run(Path file, Plan plan, Study study, int further) throws IOException {
    RunLimits limits = new RunLimits();
    String resume = Invocation.of(spec.root().commandLine().getParseResult().originalArgs());
    RunSession.SessionResult result =
        new RunSession(
                study,
                limits.request(plan),
                false,
                () ->
                    SparkRuntime.start(
                        master,
                        study.name(),
                        code.shipped(),
                        Slots.share(plan).settings(master, Map.of()),
                        err::println),
                new TerminalListener(study, resume, err, quiet))
            .run();
    RunSummary summary = new RunSummary(study, code, err);
    summary.tellCounts(result.facts());
    summary.tellUnfinished(result, limits, plan, Invocation.of(rerun(file, plan, further)), resume);
    return RunSummary.exit(result);
  }

  /** The command that repeats those trials of a sweep that timed out. */
  private List<String> rerun(Path file, Plan plan, int further) {
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    if (further > 0) {
      arguments.add("seed=" + plan.sweep().grid().seed());
    }
    arguments.addAll(List.of("--out", out + "/" + name(plan, further)));
    arguments.addAll(code.arguments());
    if (quick) {
      arguments.add("--quick");
    }
    arguments.addAll(List.of("--rerun", Status.TIMED_OUT.word()));
    return arguments;
  }
}
