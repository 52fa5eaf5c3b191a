package io.gradsweep.workers.program;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests if this machine has no Python. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.gradsweep.workers.program.NeedsPython$Looked#present",
    disabledReason = "no python3 of 3.9 or newer on the PATH")
public @interface NeedsPython {

  /** Whether it is there, asked once. */
  final class Looked {

    private static final boolean PRESENT =
        InstalledProgram.works("python3", "-c", "import sys; assert sys.version_info >= (3, 9)");

    private Looked() {}

    static boolean present() {
      return PRESENT;
    }
  }
}
