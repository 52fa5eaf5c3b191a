package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Printed commands, given to a shell: the same program hears the same arguments. */
class TestInvocation {

  @TempDir private Path folder;

  @AfterEach
  void forget() {
    System.clearProperty("gradsweep.command");
  }

  /** A launcher that says what it was told, each argument behind a line of its own. */
  private void launcherIn(String name) throws IOException {
    Path launcher = Files.createDirectories(folder.resolve(name)).resolve("gradsweep");
    Files.writeString(launcher, "#!/bin/sh\nfor each; do printf 'told\\n%s\\n' \"$each\"; done\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    System.setProperty("gradsweep.command", launcher.toString());
  }

  private static List<String> said(String command) throws Exception {
    Process shell = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    List<String> arguments = new ArrayList<>(List.of(said.split("(^|\n)told\n", -1)));
    assertThat(arguments.remove(0)).isEmpty();
    arguments.set(arguments.size() - 1, arguments.get(arguments.size() - 1).stripTrailing());
    return arguments;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "it's",
        "$HOME",
        "gd[1]",
        "a*?",
        "`id`",
        "a;b|c&d",
        "(x)",
        "~",
        "\"q\"",
        "\\",
        "#x",
        "!x",
        "{a,b}",
        "<x>",
        "=x",
        "step_size=0.1",
        "a\nb"
      })
  void aPrintedCommandCanBePasted(String name) throws Exception {
    launcherIn(name);
    List<String> arguments = List.of("run", folder.resolve(name) + "/s.yaml", "--out", name, "");
    assertThat(said(Invocation.of(arguments))).isEqualTo(arguments);
  }

  @Test
  void whatARunPrintsCanBePasted() throws Exception {
    launcherIn("my $launcher [1]");
    Path study = folder.resolve("it's a study [$1]");
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: s",
            "simulation: poison",
            "grid: {poison: [none, stack]}",
            "claims: [{claim: c, source: s, sql: 'SELECT 1', expect: '< 2'}]");
    Gradsweep.Result result =
        Gradsweep.run("run", sweep.toString(), "--out", study.toString(), "--master", "local[1]");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(said(after(result.err(), "  replay: "))).startsWith("replay", study.toString());
    assertThat(said(after(result.err(), "claims again: ")))
        .containsExactly("verify", study.toString());
  }

  private static String after(String said, String words) {
    return said.lines()
        .filter(line -> line.startsWith(words))
        .findFirst()
        .orElseThrow()
        .substring(words.length());
  }
}
