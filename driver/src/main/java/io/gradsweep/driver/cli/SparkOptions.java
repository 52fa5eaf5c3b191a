package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options of spark-submit that somebody gives beside ours.
 *
 * @param words as typed, without {@code --files}
 * @param settings those given by {@code --conf}
 * @param files those given by {@code --files}
 */
record SparkOptions(List<String> words, Map<String, String> settings, List<String> files) {

  private static final Set<String> WITHOUT_VALUE = Set.of("--supervise", "--verbose", "-v");

  /** Settings that gradsweep gives itself, with the options from which it knows them. */
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("--master", "the name of the command"),
          Map.entry("spark.master", "the name of the command"),
          Map.entry("--class", "left out"),
          Map.entry("--deploy-mode", "--deploy-mode"),
          Map.entry("spark.submit.deployMode", "--deploy-mode"),
          Map.entry("--num-executors", SparkSubmission.EXECUTORS),
          Map.entry("spark.executor.instances", SparkSubmission.EXECUTORS),
          Map.entry("--executor-cores", SparkSubmission.CPUS),
          Map.entry("spark.executor.cores", SparkSubmission.CPUS),
          Map.entry("--executor-memory", SparkSubmission.MEMORY),
          Map.entry("spark.executor.memory", SparkSubmission.MEMORY),
          Map.entry("spark.kubernetes.container.image", SubmitK8sCommand.IMAGE));

  static SparkOptions of(List<String> typed) {
    List<String> words = new ArrayList<>();
    Map<String, String> settings = new HashMap<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < typed.size(); i++) {
      String option = typed.get(i).replaceFirst("=.*", "");
      if (!option.startsWith("-")) {
        throw wrong(typed.get(i), "begin with -");
      }
      boolean apart = !typed.get(i).contains("=") && !WITHOUT_VALUE.contains(option);
      if (apart && i + 1 == typed.size()) {
        throw wrong(option, "have a value");
      }
      String value = apart ? typed.get(++i) : typed.get(i).replaceFirst("[^=]*=?", "");
      requireOthers(option);
      switch (option) {
        case "--files" -> files.addAll(List.of(value.split(",")));
        case "--conf", "-c" -> addSetting(settings, value);
        default -> {}
      }
      if (!option.equals("--files")) {
        words.add(apart ? option : typed.get(i));
        if (apart) {
          words.add(value);
        }
      }
    }
    Secrets.refuse(settings);
    return new SparkOptions(words, settings, files);
  }

  private static void addSetting(Map<String, String> settings, String setting) {
    if (!setting.matches("(?s)[^=]+=.*")) {
      throw wrong("--conf " + setting, "have KEY=VALUE");
    }
    String key = setting.replaceFirst("(?s)=.*", "");
    requireOthers(key);
    settings.put(key, setting.substring(key.length() + 1));
  }

  private static void requireOthers(String option) {
    if (OURS.containsKey(option)) {
      throw wrong(option, "be %s, before the --".formatted(OURS.get(option)));
    }
  }

  private static RequestException wrong(String option, String rule) {
    return new RequestException(
        "Cannot give spark-submit option: %s (must %s)".formatted(Shown.briefly(option), rule));
  }
}
