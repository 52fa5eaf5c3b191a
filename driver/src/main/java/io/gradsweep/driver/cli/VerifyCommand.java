package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Compares the claims of a sweep with its study: PASS, FAIL or INCONCLUSIVE.",
      "Inconclusive: too few trials, an interval across the bound, or an unfinished study."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Option(names = "--strict", description = "treat an inconclusive claim as a failure")
  private boolean strict;

  @Spec private CommandSpec spec;
  @Mixin private EngineChoice engine;
  @Mixin private Output output;
  @Mixin private SweepChoice sweep;
  @Mixin private CodeOption code;

  /** Verdicts on rows that are as they were written. */
  static List<ClaimResult> claims(StudyView view) throws IOException {
    view.requireIntact();
    return view.claims();
  }

  @Override
  public Integer call() throws IOException {
    code.load();
    List<ClaimResult> results =
        engine.read(Study.existing(Folders.of(out)), code, view -> claims(sweep.of(view)));
    output.print(Claims.table(results));
    spec.commandLine().getErr().println(Claims.words(results));
    return results.stream().anyMatch(result -> result.isHeldAgainst(strict))
        ? Exit.CLAIM_FAILED
        : Exit.DONE;
  }
}
