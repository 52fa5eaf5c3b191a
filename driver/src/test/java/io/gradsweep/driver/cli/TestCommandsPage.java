package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * docs/commands.md against the command line. {@code -Ddocs.write=true} writes the part of the page
 * that is made from the texts of {@code --help}.
 */
class TestCommandsPage {

  private static final Path PAGE = Path.of("../docs/commands.md");
  private static final String MADE = "## Every command and option\n\n";
  private static final Set<String> LAUNCHER = Set.of("install-torch", "install-s3", "spark-class");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]+`");
  private static final Pattern COMMAND =
      Pattern.compile("(?:gradsweep|-cluster\\.jar) ([a-z][a-z0-9-]*)\\b([^\n;&]*)");

  private static final Class<Command> NAMED = Command.class;
  private static final String COMPLETION = "generate-completion";

  private static final CommandLine LINE = Main.commandLine();

  private static List<CommandSpec> commands() {
    return LINE.getSubcommands().values().stream()
        .flatMap(TestCommandsPage::leaves)
        .map(CommandLine::getCommandSpec)
        .sorted(Comparator.comparing(TestCommandsPage::name))
        .toList();
  }

  /** A command, or those under it. */
  private static Stream<CommandLine> leaves(CommandLine command) {
    Collection<CommandLine> under = command.getSubcommands().values();
    return under.isEmpty() ? Stream.of(command) : under.stream();
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName().substring("gradsweep ".length());
  }

  private static Stream<OptionSpec> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(OptionSpec::longestName));
  }

  private static boolean isCommon(OptionSpec option) {
    return option.inherited() || option.usageHelp() || option.versionHelp();
  }

  private static String text(String... lines) {
    return String.join(" ", lines)
        .replace("%%", "%")
        .replace("<", "&lt;")
        .replace("|", "\\|")
        .replace("*", "\\*");
  }

  private static String meaning(ArgSpec argument) {
    return text(
        Stream.of(argument.description())
            .map(line -> line.replace("${DEFAULT-VALUE}", argument.defaultValue() + ""))
            .toArray(String[]::new));
  }

  private static String row(OptionSpec option) {
    String names = Stream.of(option.names()).collect(Collectors.joining("`, `"));
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    String more = option.splitRegex().isEmpty() ? "" : ",…";
    return "| `%s%s%s` | %s |\n".formatted(names, value, more, meaning(option));
  }

  private static String synopsis(CommandSpec command) {
    List<String> words = new ArrayList<>(List.of(command.qualifiedName()));
    options(command)
        .filter(OptionSpec::required)
        .forEach(option -> words.add(option.longestName() + " " + option.paramLabel()));
    words.add("[OPTIONS]");
    command.positionalParameters().stream().map(TestCommandsPage::word).map(words::add).toList();
    return String.join(" ", words);
  }

  private static String word(ArgSpec argument) {
    String word = argument.paramLabel() + (argument.isMultiValue() ? " …" : "");
    return argument.required() ? word : "[" + word + "]";
  }

  private static String section(CommandSpec command) {
    StringBuilder section =
        new StringBuilder(
            "### %s\n\n%s\n\n`%s`\n"
                .formatted(
                    name(command), text(command.usageMessage().description()), synopsis(command)));
    String rows =
        command.positionalParameters().stream()
                .map(p -> "| `%s` | %s |\n".formatted(p.paramLabel(), meaning(p)))
                .collect(Collectors.joining())
            + options(command)
                .filter(option -> !isCommon(option))
                .map(TestCommandsPage::row)
                .collect(Collectors.joining());
    return rows.isEmpty()
        ? section.toString()
        : section.append("\n| argument | meaning |\n|---|---|\n").append(rows).toString();
  }

  private static String made() {
    return MADE
        + "Options of every command:\n\n| option | meaning |\n|---|---|\n"
        + options(LINE.getCommandSpec()).map(TestCommandsPage::row).collect(Collectors.joining())
        + "\n"
        + commands().stream().map(TestCommandsPage::section).collect(Collectors.joining("\n"));
  }

  @Test
  void thePageSaysWhatHelpSays() throws IOException {
    String page = Files.readString(PAGE);
    String byHand = page.substring(0, page.indexOf(MADE));
    if (Boolean.getBoolean("docs.write")) {
      page = byHand + made();
      Files.writeString(PAGE, page);
    }
    assertThat(page.substring(byHand.length()))
        .as("-Dtest=TestCommandsPage -Ddocs.write=true makes the page anew")
        .isEqualTo(made());
  }

  /** A start builds the command that stands first, and no other. */
  @Test
  void aCommandAloneIsWhatItIsAmongAll() {
    LINE.getSubcommands()
        .forEach(
            (name, among) -> {
              Map<String, CommandLine> built = Main.commandLine(name, "x").getSubcommands();
              assertThat(built.get(name).getUsageMessage()).isEqualTo(among.getUsageMessage());
              assertThat(among.getCommandSpec().userObject().getClass().getAnnotation(NAMED).name())
                  .isEqualTo(name);
              assertThat(built).hasSize(name.equals(COMPLETION) ? LINE.getSubcommands().size() : 1);
            });
    assertThat(Main.commandLine("rnu").getSubcommands().keySet())
        .isEqualTo(LINE.getSubcommands().keySet());
  }

  @Test
  void thePageNamesEveryCommandAndOptionAndNoOther() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> named =
        OPTION.matcher(page).results().map(MatchResult::group).collect(Collectors.toSet());
    Set<String> all = new TreeSet<>();
    commands().forEach(command -> all.addAll(names(command)));
    assertThat(named).containsExactlyInAnyOrderElementsOf(all);
    assertThat(commands())
        .allSatisfy(command -> assertThat(page).contains("`" + command.qualifiedName()));
  }

  private static Set<String> names(CommandSpec command) {
    return names(options(command));
  }

  private static Set<String> names(Stream<OptionSpec> options) {
    return options
        .flatMap(option -> Stream.of(option.names()))
        .filter(name -> name.startsWith("--"))
        .collect(Collectors.toSet());
  }

  /** Commands in the pages' code, with the options that follow on the same line. */
  @Test
  void noPageClaimsAnotherCommandOrOption() throws IOException {
    Set<String> wrong = new TreeSet<>();
    int commands = 0;
    for (Path page : TestDocs.pages()) {
      for (MatchResult code : CODE.matcher(Files.readString(page)).results().toList()) {
        for (MatchResult command : COMMAND.matcher(code.group()).results().toList()) {
          commands++;
          unknown(command.group(1), command.group(2))
              .forEach(word -> wrong.add(page + ": " + word));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(50);
  }

  private static List<String> unknown(String name, String rest) {
    CommandLine command = LINE.getSubcommands().get(name);
    if (command == null) {
      return LAUNCHER.contains(name) ? List.of() : List.of(name);
    }
    Set<String> names =
        leaves(command)
            .flatMap(leaf -> names(leaf.getCommandSpec().options().stream()).stream())
            .collect(Collectors.toSet());
    return OPTION
        .matcher(rest.replaceFirst(" -- .*", "")) // what follows is for another program
        .results()
        .map(MatchResult::group)
        .filter(option -> !names.contains(option))
        .map(option -> name + " " + option)
        .toList();
  }
}
