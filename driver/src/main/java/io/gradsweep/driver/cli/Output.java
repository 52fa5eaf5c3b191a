package io.gradsweep.driver.cli;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.results.trial.Shown;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The format in which rows are printed: the same choice in every command that prints some. */
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

  /** Prints an object that is not a table: JSON whole, other formats the part for people. */
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

  /** Whether a person reads the answer, not another program. */
  boolean isForTheEye() {
    return format == AnswerFormat.TABLE || format == AnswerFormat.MARKDOWN;
  }

  /** Prints a line above or between tables; left out if another program reads. */
  void heading(String text) {
    if (isForTheEye()) {
      spec.commandLine().getOut().println(Shown.visibly(text));
    }
  }
}
