package io.gradsweep.driver.cli;

import io.gradsweep.workers.run.TrialOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * The place where answers go: a descriptor that the launcher names. What writes to the standard
 * output by itself, a trial, a library or native code, is none, and goes where messages go.
 */
final class Answers {

  private static final String DESCRIPTOR = "gradsweep.answer";
  private static final String TERMINAL = "gradsweep.answer.terminal";
  private static final String COLUMNS = "gradsweep.answer.columns";

  private Answers() {}

  /** Takes that place for answers alone; without a launcher, it is the standard output. */
  static PrintStream take() {
    Integer descriptor = Integer.getInteger(DESCRIPTOR);
    PrintStream answers =
        descriptor == null
            ? System.out
            : new PrintStream(
                new FileOutputStream(opened(descriptor)), true, StandardCharsets.UTF_8);
    TrialOutput.divert(System.err, System.err);
    return answers;
  }

  /** A descriptor that is open already: by its name it would be a file of its own, cut to none. */
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

  /** Whether an option of this JVM names the descriptor, which no child of it has. */
  static boolean isDescriptor(String option) {
    return option.startsWith("-D" + DESCRIPTOR + "=");
  }

  /** Whether a person reads them. */
  static boolean onTerminal() {
    return Boolean.getBoolean(TERMINAL);
  }

  /** Characters of a line there. */
  static int width() {
    return onTerminal() ? Integer.getInteger(COLUMNS, Integer.MAX_VALUE) : Integer.MAX_VALUE;
  }
}
