package io.gradsweep.driver.cli;

import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.TemporaryFolder;
import io.gradsweep.driver.storage.HadoopUser;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.workers.run.JvmDefaults;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. stdout is the answer; stderr is progress and errors. */
@Command(
    name = "gradsweep",
    description = "Large empirical convergence studies: one sweep file, Spark, Parquet.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:some trial failed, or --max-failures stopped the sweep",
      "2:the request is wrong",
      "3:the system failed (cluster, disk)",
      "4:a claim does not hold (--strict: or is inconclusive)",
      "75:the time given by --stop-in, or by SLURM, is over; the command that goes on is printed",
      "130:interrupted; the command that resumes is printed"
    })
public final class Main {

  static final String PROPERTIES_FILE = "--properties-file";

  private static final String COMPLETION = "generate-completion";

  private static final Map<String, Class<?>> COMMANDS = commands();

  /** Commands that read only names and footers, or nothing, and need no native code. */
  private static final Set<String> WITHOUT_LIBRARIES =
      Set.of("gradsweep", "list", "describe", "status", COMPLETION);

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "show the stack trace if the system fails")
  private boolean verbose;

  private static volatile PrintStream answers = System.out;

  @Spec private CommandSpec spec;

  private Main() {}

  /** The commands, in the order of the help. */
  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("list", ListCommand.class);
    commands.put("describe", DescribeCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("summarize", SummarizeCommand.class);
    commands.put("query", QueryCommand.class);
    commands.put("verify", VerifyCommand.class);
    commands.put("claims", ClaimsCommand.class);
    commands.put("report", ReportCommand.class);
    commands.put("replay", ReplayCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("compact", CompactCommand.class);
    commands.put("merge", MergeCommand.class);
    commands.put("submit", SubmitCommand.class);
    commands.put("new", NewCommand.class);
    commands.put("try", TryCommand.class);
    commands.put(COMPLETION, GenerateCompletion.class);
    return commands;
  }

  @Option(
      names = PROPERTIES_FILE,
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
    JvmDefaults.pin();
    HadoopUser.logIn();
    Restart.allow(args);
    answers = Answers.take();
    UnexpectedExit.watch(new PrintWriter(System.err, true));
    int status = run(utf8(answers), args);
    SystemLog.tell(System.err);
    if (status == Exit.DONE && isDriverOfYarn()) {
      UnexpectedExit.isTold(
          true); // YARN ends this process by itself, and takes our call for a failure
      return;
    }
    System.exit(status);
  }

  /** Whether this process is YARN's, in which a driver runs. */
  private static boolean isDriverOfYarn() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** The stream for the answers of this process. */
  static PrintStream answers() {
    return answers;
  }

  /** Runs one command line and returns its exit status. */
  private static int run(PrintWriter out, String... args) {
    CommandLine line = commandLine(args).setOut(out);
    if (args.length == 0) {
      line.usage(line.getErr());
      return Exit.WRONG_REQUEST;
    }
    Secrets.tell(new TerminalWriter(line.getErr()));
    try {
      return line.execute(args);
    } catch (Error e) {
      line.getErr().println(ExceptionReport.words(e));
      return Exit.SYSTEM_FAILED;
    }
  }

  /** Executes a command, after refusing an unusable temporary folder if it needs one. */
  private static int execute(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    CommandLine line = command.commandSpec().commandLine();
    if (!line.isUsageHelpRequested() && !WITHOUT_LIBRARIES.contains(command.commandSpec().name())) {
      try {
        TemporaryFolder.requireUsable();
      } catch (SystemFailure e) {
        throw new ExecutionException(line, e.getMessage(), e);
      }
    }
    return new RunLast().execute(parsed);
  }

  /** Prints one message and where to read more; the whole help would hide it. */
  private static int wrongArguments(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = new TerminalWriter(line.getErr());
    Optional<String> command = unknownCommand(e);
    if (command.isPresent()) {
      err.printf(
          "Cannot find command: '%s' (must be one that 'gradsweep --help' lists)%s%n",
          Shown.briefly(command.get()),
          Names.didYouMean(command.get(), line.getSubcommands().keySet()));
      return Exit.WRONG_REQUEST;
    }
    err.println(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.printf("'%s --help' says more%n", line.getCommandSpec().qualifiedName());
    return Exit.WRONG_REQUEST;
  }

  /** The word in the place of a command, if it is neither a command nor an option. */
  private static Optional<String> unknownCommand(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && e.getCommandLine().getParent() == null
            && !unmatched.isUnknownOption()
        ? unmatched.getUnmatched().stream().findFirst()
        : Optional.empty();
  }

  /** A writer of the same bytes under every locale. */
  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /**
   * The command line, with the command alone that stands first, since to build one takes as long as
   * to read a sweep. Help, completion and what is misspelt take all.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Main());
    String first = args.length == 0 ? COMPLETION : args[0];
    boolean isAlone = COMMANDS.containsKey(first) && !first.equals(COMPLETION);
    COMMANDS.forEach(
        (name, command) -> {
          if (!isAlone || name.equals(first)) {
            line.addSubcommand(name, command);
          }
        });
    return line.setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler(new ExceptionReport())
        .setParameterExceptionHandler(Main::wrongArguments)
        .setOut(utf8(System.out))
        .setErr(utf8(System.err))
        .setExpandAtFiles(false) // @file on a command line is a name like any other
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
