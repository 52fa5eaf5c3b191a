package io.gradsweep.driver.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes the paths behind an option, up to the next option or the next value of a parameter, {@code
 * step_size=0.1}.
 */
final class PathsConsumer implements IParameterConsumer {

  private static final Pattern VALUE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

  @Override
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    List<Path> paths = new ArrayList<>();
    if (option.getValue() instanceof List<?> before) {
      before.forEach(path -> paths.add((Path) path));
    }
    int most = words.size();
    while (!words.isEmpty() && !words.peek().startsWith("-") && !isValue(words.peek())) {
      paths.add(Path.of(words.pop()));
    }
    if (words.size() == most) {
      throw new ParameterException(
          command.commandLine(), "Missing required parameter for option '--files' (PATH)");
    }
    option.setValue(paths);
  }

  private static boolean isValue(String word) {
    return VALUE.matcher(word).matches() && !Files.exists(Path.of(word));
  }
}
