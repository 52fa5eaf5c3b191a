package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.results.trial.Shown;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How rows are printed: the same choice in every command that prints some. */
final class Output {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv, json or markdown (default: ${DEFAULT-VALUE})")
  private AnswerFormat format;

  @Option(names = "--wide", description = "whole tables, also on a terminal that is narrower")
  private boolean wide;

  void print(Answer answer) {
    printText(text(answer));
  }

  /** One thing that is no table: JSON has it whole, other formats what a person looks for. */
  void print(Object whole, Answer answer) {
    printText(format == AnswerFormat.JSON ? Json.answer(whole) : text(answer));
  }

  private String text(Answer answer) {
    return format.print(answer, wide ? Integer.MAX_VALUE : Answers.width());
  }

  private void printText(String text) {
    PrintWriter out = spec.commandLine().getOut();
    // other programs read CSV as it is; a person's terminal must not obey it
    boolean exact = format == AnswerFormat.CSV && !Answers.onTerminal();
    out.print(exact ? text : Shown.visibly(text));
    out.flush();
  }

  /** Whether a person reads the answer, and no other program. */
  boolean isForTheEye() {
    return format == AnswerFormat.TABLE || format == AnswerFormat.MARKDOWN;
  }

  /** A line above or between tables; left out where another program reads. */
  void heading(String text) {
    if (isForTheEye()) {
      spec.commandLine().getOut().println(Shown.visibly(text));
    }
  }
}
