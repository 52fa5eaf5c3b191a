package io.gradsweep.driver.cli;

import io.gradsweep.driver.PlainStudy;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this JVM, and reads studies as somebody would who does not have gradsweep. */
public final class Gradsweep extends PlainStudy {

  /** Result of a command. */
  public record Result(int exit, String out, String err) {}

  private Gradsweep() {}

  /** Runs a command as a process of its own would: code that it loads is gone afterwards. */
  public static Result run(String... args) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      return runHere(args);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Result runHere(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exit = line.execute(args);
    return new Result(exit, out.toString(), err.toString());
  }
}
