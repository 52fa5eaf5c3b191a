package io.gradsweep.workers.program;

import java.io.IOException;

/** Asks for programs that a test needs and this machine may lack. */
public final class InstalledProgram {

  private InstalledProgram() {}

  /** Whether a command is there and ends with status 0. */
  public static boolean works(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
