package io.gradsweep.driver.cli;

import java.lang.reflect.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words of a 'submit' that 'run' takes too, with the files named as its driver finds them.
 *
 * @param words for 'run'
 * @param propertiesFile for spark-submit, which has the same option; empty if there is none
 */
record RunWords(List<String> words, List<String> propertiesFile) {

  private static final Set<Class<?>> OF_RUN =
      Set.of(SweepArguments.class, CodeOption.class, RunLimits.class, Main.class);

  /**
   * @param spec of the command, which has been parsed
   * @param name of a local file, where the driver runs
   */
  static RunWords of(CommandSpec spec, SweepArguments arguments, Function<Path, String> name) {
    List<String> words = new ArrayList<>(List.of("run"));
    words.add(arguments.file().whole().stream().map(name).toList().get(0));
    words.addAll(arguments.overrides());
    List<String> propertiesFile = new ArrayList<>();
    for (OptionSpec option : matched(spec)) {
      boolean isSparks = option.longestName().equals(Main.PROPERTIES_FILE);
      List<String> to = isSparks ? propertiesFile : words;
      if (option.arity().max() == 0) {
        to.add(option.longestName());
        continue;
      }
      for (String value : option.originalStringValues()) {
        to.add(option.longestName());
        to.add(
            CodeOption.FILES.contains(option.longestName()) ? name.apply(Path.of(value)) : value);
      }
    }
    return new RunWords(words, propertiesFile);
  }

  /** Options that were given, before the command or behind it. */
  private static List<OptionSpec> matched(CommandSpec spec) {
    List<OptionSpec> all =
        new ArrayList<>(spec.root().commandLine().getParseResult().matchedOptions());
    all.addAll(spec.commandLine().getParseResult().matchedOptions());
    return all.stream()
        .filter(option -> OF_RUN.contains(((Member) option.userObject()).getDeclaringClass()))
        .toList();
  }
}
