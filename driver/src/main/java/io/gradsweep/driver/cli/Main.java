package io.gradsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. stdout is the answer; stderr is progress and what went wrong. */
@Command(
    name = "gradsweep",
    description = "Large empirical convergence studies: one sweep file, Spark, Parquet.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListCommand.class,
      DescribeCommand.class,
      PlanCommand.class,
      RunCommand.class,
      StatusCommand.class,
      SummarizeCommand.class,
      QueryCommand.class,
      VerifyCommand.class,
      ClaimsCommand.class,
      ReportCommand.class,
      ReplayCommand.class,
      CheckCommand.class,
      CompactCommand.class,
      MergeCommand.class,
      GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:some trial failed, or --max-failures stopped the sweep",
      "2:the request is wrong",
      "3:the system failed (cluster, disk)",
      "4:a claim does not hold (--strict: or is inconclusive)",
      "130:interrupted; the command that resumes is printed"
    })
public final class Main {

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "show the stack trace if the system fails")
  private boolean verbose;

  @Spec private CommandSpec spec;

  private Main() {}

  @Option(
      names = "--properties-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "settings of Spark and Hadoop, in spark-submit's format; the place for secrets")
  private void use(Path propertiesFile) {
    try {
      String advice = PropertiesFile.load(propertiesFile);
      if (!advice.isEmpty()) {
        new TerminalWriter(spec.commandLine().getErr()).println(advice);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  boolean isVerbose() {
    return verbose;
  }

  public static void main(String[] args) {
    Restart.allow(args);
    System.exit(run(args));
  }

  /** Runs one command line and returns its exit status. */
  static int run(String... args) {
    CommandLine line = commandLine();
    if (args.length == 0) {
      line.usage(line.getErr());
      return Exit.WRONG_REQUEST;
    }
    Secrets.tell(new TerminalWriter(line.getErr()));
    try {
      return line.execute(args);
    } catch (Error e) {
      line.getErr().println(Failures.words(e));
      return Exit.SYSTEM_FAILED;
    }
  }

  /** One message and where to read more: the whole help would bury it. */
  private static int wrongArguments(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = new TerminalWriter(line.getErr());
    err.println(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.printf("'%s --help' says more%n", line.getCommandSpec().qualifiedName());
    return Exit.WRONG_REQUEST;
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(Main::wrongArguments)
        .setExpandAtFiles(false) // @file on a command line is a name like any other
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
