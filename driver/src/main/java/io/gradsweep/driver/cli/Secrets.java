package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.trial.Shown;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects settings that contain a secret, by the names that Spark itself redacts. Every user of a
 * machine can read its command lines, so a secret must not be on one.
 */
final class Secrets {

  private static final String WORDS = "(?:secret|password|token|access[.]?key)";
  private static final Pattern SECRET = Pattern.compile("(?i).*" + WORDS + ".*");

  /**
   * Names of files, classes, sizes and Kubernetes' own secrets, which tell the place of a secret
   * and not its value.
   */
  private static final Pattern PLACE =
      Pattern.compile(
          "(?i).*(file|path|provider|class|enabled|bitlength|renewer)"
              + "|spark[.]kubernetes[.](driver|executor)[.]secret(s|keyref)[.].*");

  /** A setting with its name, alone or as an option of a JVM. */
  private static final Pattern ON_COMMAND_LINE =
      Pattern.compile("(?i)(?:^|[\\s=,'\"]|-D)(spark[.][\\w.-]*" + WORDS + "[\\w.-]*)=");

  private static final String ELSEWHERE =
      "give it by --properties-file FILE, the environment or a credential provider:"
          + " docs/clusters.md";

  private Secrets() {}

  static boolean isSecret(String setting) {
    return SECRET.matcher(setting).matches() && !PLACE.matcher(setting).matches();
  }

  /**
   * @param settings as given on the command line
   * @throws RequestException if one contains a secret; its value is not repeated
   */
  static void refuse(Map<String, String> settings) {
    settings.forEach(
        (key, value) -> {
          boolean options = key.endsWith("JavaOptions") && !within(value).isEmpty();
          if (isSecret(key) || options) {
            throw new RequestException(
                "Cannot set %s on a command line, which every user of the machine can read (%s)"
                    .formatted(Shown.briefly(key), ELSEWHERE));
          }
        });
  }

  /** Secret settings that are given in a command line. */
  static Set<String> within(String commandLine) {
    Set<String> found = new TreeSet<>();
    Matcher settings = ON_COMMAND_LINE.matcher(commandLine);
    while (settings.find()) {
      if (isSecret(settings.group(1))) {
        found.add(settings.group(1));
      }
    }
    return found;
  }

  /** Warns of secrets on this JVM's own command line, which can no longer be refused. */
  static void tell(PrintWriter err) {
    String options = String.join("\n", ManagementFactory.getRuntimeMXBean().getInputArguments());
    for (String setting : within(options + "\n" + System.getProperty("sun.java.command", ""))) {
      err.printf(
          "warning: the process list shows %s to every user of this machine (%s)%n",
          setting, ELSEWHERE);
    }
    err.flush();
  }
}
