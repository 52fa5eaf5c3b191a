package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.store.Study;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SweepProblems;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "claims",
    description = {
      "Runs several sweeps, one after the other, and holds all their claims against the results.",
      "What their studies have already is not run again. 'verify' is for one study."
    },
    mixinStandardHelpOptions = true)
final class ClaimsCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "the sweep files")
  private List<Path> files;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "results",
      description = "where the studies' folders are, any Hadoop URI (default: ${DEFAULT-VALUE})")
  private String out;

  @Option(
      names = "--quick",
      description = "apply the files' 'quick' values; results go to <sweep>-quick")
  private boolean quick;

  @Option(names = "--strict", description = "an inconclusive claim is as good as one that fails")
  private boolean strict;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, as for 'run' (default: local[*])")
  private Optional<String> master;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress")
  private boolean quiet;

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private Jar jar;

  @Override
  public Integer call() throws IOException {
    jar.load();
    Map<Path, String> names = names();
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    Map<String, List<ClaimResult>> results = new LinkedHashMap<>();
    boolean trialsFailed = false;
    for (Map.Entry<Path, String> sweep : names.entrySet()) {
      err.printf("%s, %d of %d%n", sweep.getValue(), results.size() + 1, names.size());
      err.flush();
      int exit = run(sweep.getKey(), folder(sweep.getValue()));
      if (exit != Exit.DONE && exit != Exit.TRIALS_FAILED) {
        return exit;
      }
      trialsFailed |= exit == Exit.TRIALS_FAILED;
      results.put(sweep.getValue(), claims(sweep.getValue()));
    }
    output.print(Claims.table(results));
    List<ClaimResult> all = results.values().stream().flatMap(List::stream).toList();
    err.println(Claims.words(all));
    if (all.stream().anyMatch(result -> result.isHeldAgainst(strict))) {
      return Exit.CLAIM_FAILED;
    }
    return trialsFailed ? Exit.TRIALS_FAILED : Exit.DONE;
  }

  /** The sweeps' names, in order; all that is wrong with any file is said before the first runs. */
  private Map<Path, String> names() throws IOException {
    Map<Path, String> names = new LinkedHashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    for (Path file : files) {
      try {
        Plan plan = new SweepFile(file).plan(List.of(), quick);
        String name = plan.sweep().name();
        if (names.containsValue(name)) {
          problems.add(
              "Cannot run %s: a file before it has the sweep '%s' too (its study is one folder)"
                  .formatted(file, name));
        }
        names.put(file, name);
      } catch (RequestException | SweepProblems e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new RequestException(String.join(System.lineSeparator(), problems));
    }
    return names;
  }

  private String folder(String sweep) {
    return out + "/" + sweep;
  }

  private List<ClaimResult> claims(String sweep) throws IOException {
    String folder = folder(sweep) + (quick ? "-quick" : "");
    return StudyView.read(Study.existing(Folders.of(folder)), VerifyCommand::claims);
  }

  /** By the command that a person would type, without its tables. */
  private int run(Path file, String folder) {
    List<String> arguments = new ArrayList<>(List.of("run", file.toString(), "--out", folder));
    arguments.addAll(jar.arguments());
    master.ifPresent(url -> arguments.addAll(List.of("--master", url)));
    if (quick) {
      arguments.add("--quick");
    }
    if (quiet) {
      arguments.add("--quiet");
    }
    if (spec.root().userObject() instanceof Main main && main.isVerbose()) {
      arguments.add("--verbose");
    }
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(Writer.nullWriter()));
    line.setErr(spec.commandLine().getErr());
    return line.execute(arguments.toArray(String[]::new));
  }
}
