package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.TemporaryFolder;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.workers.run.JvmDefaults;
import io.gradsweep.workers.run.UnknownSimulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into messages and exit statuses: the only place where these are decided. */
final class ExceptionReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception thrown, CommandLine line, ParseResult parsed) {
    PrintWriter err = new TerminalWriter(line.getErr());
    // Hadoop wraps failures of the network in all kinds of exceptions
    boolean wraps = !(thrown instanceof SystemFailure) && thrown instanceof RuntimeException;
    Exception e = wraps && thrown.getCause() instanceof IOException io ? io : thrown;
    if (e instanceof RequestException
        || e instanceof SweepProblems
        || e instanceof UnknownSimulation) {
      err.println(e.getMessage());
      return Exit.WRONG_REQUEST;
    }
    if (e instanceof FileSystemException file && isInTheWay(file)) {
      err.printf("Cannot use %s (a file is in the place of a folder)%n", file.getFile());
      return Exit.WRONG_REQUEST;
    }
    LoggerFactory.getLogger(Main.class).error("command failed", e);
    err.println(message(e));
    if (line.getCommandSpec().root().userObject() instanceof Main main && main.isVerbose()) {
      e.printStackTrace(err);
    }
    return Exit.SYSTEM_FAILED;
  }

  private static boolean isInTheWay(FileSystemException e) {
    return e instanceof NotDirectoryException || "Not a directory".equals(e.getReason());
  }

  private static String message(Exception e) {
    if (e instanceof SystemFailure) {
      return e.getMessage();
    }
    if (e instanceof AccessDeniedException denied) {
      return "Cannot write or read %s (permission denied)".formatted(denied.getFile());
    }
    if (e instanceof NoSuchFileException missing) {
      return "Cannot find %s (it disappeared, or was never there)".formatted(missing.getFile());
    }
    if (e instanceof FileSystemException file) {
      return "Cannot write or read %s (%s)"
          .formatted(
              file.getFile(), file.getReason() == null ? "no reason given" : file.getReason());
    }
    if (e instanceof UnknownHostException host) {
      return "Cannot reach host: %s (no such host is known here)".formatted(host.getMessage());
    }
    if (e instanceof IOException) {
      return "Cannot go on: %s (what is published stays; run the same command to go on)"
          .formatted(SystemFailure.firstLine(e));
    }
    return fault(e);
  }

  /** Message if the JVM, or the machine under it, has failed. */
  static String words(Error e) {
    LoggerFactory.getLogger(Main.class).error("command failed", e);
    if (e instanceof OutOfMemoryError) {
      return ("Cannot go on: out of memory at %d MB"
              + " (ask for less, or give more: GRADSWEEP_OPTS=-Xmx8g)")
          .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    if (e instanceof StackOverflowError) {
      return "Cannot go on: out of stack (the request is nested too deeply; GRADSWEEP_OPTS=-Xss64m"
          + " gives more)";
    }
    if (e instanceof UnsatisfiedLinkError) {
      return ("Cannot load native library: %s (libraries are unpacked into %s, or the folder of"
              + " TMPDIR, and into %s, or the folder of -Dorg.bytedeco.javacpp.cachedir)")
          .formatted(
              SystemFailure.firstLine(e), TemporaryFolder.path(), JvmDefaults.unpackedInto());
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException host) {
        return ("Cannot start Spark: %s (this machine's own name has no address; put it into"
                + " /etc/hosts, or set SPARK_LOCAL_HOSTNAME=localhost)")
            .formatted(SystemFailure.firstLine(host));
      }
    }
    return fault(e);
  }

  private static String fault(Throwable e) {
    return ("Cannot go on: %s: %s"
            + " (a fault of gradsweep's own, or of a --code; the log has the details: %s)")
        .formatted(e.getClass().getSimpleName(), SystemFailure.firstLine(e), SystemLog.place());
  }
}
