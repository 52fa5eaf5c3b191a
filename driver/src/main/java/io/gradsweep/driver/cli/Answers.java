package io.gradsweep.driver.cli;

import io.gradsweep.workers.run.TrialOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * The stream for answers: a descriptor that the launcher names. Direct output to standard output,
 * by a trial, a library or native code, is not an answer, and goes to the stream for messages.
 */
final class Answers {

  private static final String DESCRIPTOR = "gradsweep.answer";

  /** Descriptor for what gradsweep itself says, if the standard one is filtered. */
  private static final String ERRORS = "gradsweep.errors";

  private static final String TERMINAL = "gradsweep.answer.terminal";
  private static final String COLUMNS = "gradsweep.answer.columns";

  private Answers() {}

  /** Reserves that stream for answers; without a launcher, it is the standard output. */
  static PrintStream take() {
    PrintStream answers = stream(DESCRIPTOR, System.out);
    System.setErr(stream(ERRORS, System.err));
    TrialOutput.divert(System.err, System.err);
    return answers;
  }

  private static PrintStream stream(String property, PrintStream usual) {
    Integer descriptor = Integer.getInteger(property);
    return descriptor == null
        ? usual
        : new PrintStream(new FileOutputStream(opened(descriptor)), true, StandardCharsets.UTF_8);
  }

  /**
   * Returns a descriptor that is already open; opening it by its name would truncate it as a new
   * file.
   */
  private static FileDescriptor opened(int number) {
    try {
      Constructor<FileDescriptor> constructor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true); // as driver/jvm.options allows
      return constructor.newInstance(number);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether an option of this JVM names a descriptor, which its children do not have. */
  static boolean isDescriptor(String option) {
    return option.startsWith("-D" + DESCRIPTOR + "=") || option.startsWith("-D" + ERRORS + "=");
  }

  /** Whether a person reads the answers. */
  static boolean onTerminal() {
    return Boolean.getBoolean(TERMINAL);
  }

  /** Characters of a line there. */
  static int width() {
    return onTerminal() ? Integer.getInteger(COLUMNS, Integer.MAX_VALUE) : Integer.MAX_VALUE;
  }
}
