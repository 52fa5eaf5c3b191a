package io.gradsweep.workers.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.random.Streams.Scope;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that cannot be used says so before anything runs, with all that is wrong. */
@Timeout(60)
class TestDescription {

  private static final String START = "\"gradsweep\": 1, \"name\": \"own\", \"version\": 3";

  private static ProgramSpec spec(String json) {
    return Description.read(json, "own.sh");
  }

  private static List<String> problems(String more) {
    return catchThrowableOfType(UnusableProgram.class, () -> spec("{" + START + more + "}"))
        .problems();
  }

  @Test
  void readsAllThatIsDeclared() {
    ProgramSpec spec =
        spec(
            """
            {"gradsweep": 1, "name": "my-descent", "version": 2, "about": "Does it\\n descend?",
             "parameters": [
               {"name": "step_size", "type": "real", "above": 0, "most": 2, "default": 1, "unit": "s"},
               {"name": "width", "type": "whole", "least": 1, "below": 100, "default": 8.0},
               {"name": "rule", "type": "choice", "choices": ["a", "b"], "added_later": "a", "default": "b"},
               {"name": "momentum", "type": "real", "unset": true, "default": null, "added_later": null},
               {"name": "fast", "type": "flag", "default": false},
               {"name": "label", "type": "text"}],
             "measurements": [{"name": "gap", "type": "real", "unit": "1", "about": "g"}, {"name": "n", "type": "whole"}],
             "metrics": [{"name": "loss"}, {"name": "error", "unit": "m", "about": "e"}],
             "streams": {"init": "replicate", "design": "study"},
             "curve": {"points": 16, "spacing": "linear"}, "threads": 2, "memory": "1g", "scratch": false, "batch": 256,
             "same_in_batch": ["width"], "environment": {"python": "3.11.2"}}
            """);
    assertThat(spec.simulation().about()).isEqualTo("Does it descend?");
    assertThat(spec.simulation().parameters())
        .containsExactly(
            ParameterSpec.real("step_size", "").above(0).atMost(2).defaultsTo(1).in("s"),
            ParameterSpec.whole("width", "").atLeast(1).below(100).defaultsTo(8),
            parameter("rule", spec),
            parameter("momentum", spec),
            ParameterSpec.flag("fast", "").defaultsTo(false),
            ParameterSpec.text("label", ""));
    assertThat(parameter("rule", spec).identityDefault()).contains(ParamValue.of("a"));
    assertThat(parameter("rule", spec).choices()).containsExactly("a", "b");
    assertThat(parameter("momentum", spec).identityDefault()).contains(ParamValue.unset());
    assertThat(parameter("momentum", spec).defaultValue()).contains(ParamValue.unset());
    assertThat(spec.simulation().metrics())
        .extracting(m -> m.fitted())
        .containsExactly(false, true);
    assertThat(spec.streams())
        .containsExactlyInAnyOrder(
            new ProgramSpec.Stream("init", Scope.REPLICATE),
            new ProgramSpec.Stream("design", Scope.STUDY));
    assertThat(spec.curve()).isEqualTo(new Recording(16, Recording.Spacing.LINEAR));
    assertThat(spec.needs().threads()).isEqualTo(2);
    assertThat(spec.needs().memory()).contains(1L << 30);
    assertThat(spec.batch()).isEqualTo(256);
    assertThat(spec.sameInBatch()).containsExactly(1);
    assertThat(spec.environment()).containsEntry("python", "3.11.2");
  }

  private static ParameterSpec parameter(String name, ProgramSpec spec) {
    return spec.simulation().parameter(name).orElseThrow();
  }

  @Test
  void nameVersionAndParametersAreEnough() {
    ProgramSpec spec = spec("{" + START + ", \"parameters\": []}");
    assertThat(spec.simulation().version()).isEqualTo(3);
    assertThat(spec.curve()).isEqualTo(Recording.DEFAULT);
    assertThat(spec.needs().threads()).isEqualTo(1);
    assertThat(spec.needs().memory()).isEqualTo(Optional.empty());
    assertThat(spec.takesBatches()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{"name": "a"}]                                    | parameter 'a': 'type' is missing
          [{"type": "real"}]                                 | parameter '?': 'name' is missing
          [{"name": "A", "type": "real"}]                    | parameter 'A': Cannot use name: 'A' (must be snake_case, at most 63 characters)
          [{"name": "a", "type": "int"}]                     | parameter 'a': type: 'int' (must be real, whole, flag, choice or text)
          [{"name": "a", "type": "choice"}]                  | parameter 'a': 'choices' is missing (must list the texts that it may be)
          [{"name": "a", "type": "text", "choices": ["b"]}]  | parameter 'a': has choices (must be of type choice)
          [{"name": "a", "type": "text", "least": 1}]        | parameter 'a': has 'least' (only numbers have a range)
          [{"name": "a", "type": "real", "least": 1, "above": 1}] | parameter 'a': has two bounds on one side
          [{"name": "a", "type": "real", "least": 2, "most": 1}] | parameter 'a': Cannot use range: from 2.0 to 1.0 (must not be empty)
          [{"name": "a", "type": "real", "least": "0"}]      | parameter 'a': least: "0" (must be a number)
          [{"name": "a", "type": "whole", "default": 0.5}]   | parameter 'a': default: 0.5 (must be a whole number finite)
          [{"name": "a", "type": "real", "default": null}]   | parameter 'a': default: null (must be a real number finite)
          [{"name": "a", "type": "real", "defualt": 1}]      | parameter 'a': unknown key 'defualt' (did you mean 'default'?)
          [{"name": "status", "type": "real"}]               | Cannot declare simulation 'own': 'status' (a column of every trials table)
          [1]                                                | parameters: [1] (must be a list of objects)
          """)
  void whatIsWrongWithAParameterIsSaid(String parameters, String problem) {
    assertThat(problems(", \"parameters\": " + parameters)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "streams": {"init": "always"}       | streams: init: 'always' (must be replicate or study)
          "memory": "much"                    | memory: 'much' (must be a size such as 512m or 2g)
          "threads": 0                        | threads: 0 (must be a whole number, at least 1)
          "curve": {"points": 1}              | curve: Cannot record points: 1 (must be 0, or at least 2 and at most 100000)
          "curve": {"spacing": "even"}        | curve: spacing: 'even' (must be log or linear)
          "same_in_batch": ["width"]          | same_in_batch: 'width' (must be the name of a parameter)
          "environment": {"numpy": 2}         | environment: numpy: 2 (must be text)
          "measurments": []                   | unknown key 'measurments' (did you mean 'measurements'?)
          "measurements": [{"name": "g", "type": "choice"}] | measurement 'g': type: 'choice' (must be real, whole, flag or text)
          "metrics": [{"name": "step"}]       | Cannot declare simulation 'own': metric 'step' (a column of every trajectory table)
          """)
  void whatIsWrongElsewhereIsSaid(String key, String problem) {
    assertThat(problems(", \"parameters\": [], " + key)).containsExactly(problem);
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    assertThat(problems(", \"threads\": -1, \"batch\": \"x\", \"about\": 3")).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"gradsweep": 2, "name": "own"} | it speaks version 2 of the protocol; must be "gradsweep": 1
          {"name": "own", "version": 1}   | it speaks no version of the protocol; must be "gradsweep": 1
          [1]                             | asked to describe itself, it printed what is no JSON object alone: '[1]'
          hello                           | asked to describe itself, it printed what is no JSON object alone: 'hello'
          {"gradsweep": 1, "gradsweep": 1} | asked to describe itself, it gave two values for 'gradsweep'
          {"gradsweep": 1, "curve": {"points": 9, "points": 8}} | asked to describe itself, it gave two values for 'points'
          {"gradsweep": 1} {}             | asked to describe itself, it printed what is no JSON object alone: '{"gradsweep": 1} {}'
          """)
  void whatIsNoDescriptionIsShown(String printed, String why) {
    assertThatThrownBy(() -> spec(printed)).hasMessage("Cannot use program: own.sh (%s)", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          exit 0                             | printed nothing
          echo "no module named x" >&2; exit 4 | ended with status 4: no module named x
          kill -11 $$                        | ended with signal 11
          """)
  void aProgramThatDoesNotDescribeItselfSaysWhy(String line, String why) {
    assertThatThrownBy(() -> Programs.simulation("own.sh", line + "\n", "/bin/sh"))
        .hasMessage("Cannot use program: own.sh (asked to describe itself, it %s)", why);
  }

  @Test
  void aProgramThatCannotBeStartedSaysWhy() {
    assertThatThrownBy(() -> Programs.simulation("own.py", "", "/no/such/python"))
        .isInstanceOf(UnusableProgram.class)
        .hasMessageStartingWith("Cannot use program: own.py (")
        .hasMessageContaining("/no/such/python");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '#!/no/such/interpreter\\n'   | its first line names an interpreter that is not here: /no/such/interpreter
          '#! /no/such/env -S a\\n'     | its first line names an interpreter that is not here: /no/such/env
          '#!/usr\\n'                   | its first line names an interpreter that is not here: /usr
          '#!\\n'                      | asked to describe itself, it printed nothing
          '#!/bin/sh\\r\\necho\\r\\n'     | its lines end as on Windows, and /bin/sh with a CR is no command (must end with LF alone)
          '#!/usr/bin/env sh\\r\\n'      | its lines end as on Windows, and /usr/bin/env sh with a CR is no command (must end with LF alone)
          ''                           | asked to describe itself, it printed nothing
          'exit 5\\n'                   | asked to describe itself, it ended with status 5
          """)
  void aScriptThatTheSystemCannotRunSaysWhy(String text, String why) {
    String script = text.replace("\\n", "\n").replace("\\r", "\r");
    assertThatThrownBy(() -> Programs.simulation("own", script))
        .hasMessage("Cannot use program: own (%s)", why);
  }

  @Test
  void describesAProgramWithoutAnInterpreter() throws IOException {
    try (ProgramSimulation own =
        Programs.simulation("own", "#!/bin/sh\necho '{" + START + ", \"parameters\": []}'\n")) {
      assertThat(own.spec().name()).isEqualTo("own");
    }
  }
}
