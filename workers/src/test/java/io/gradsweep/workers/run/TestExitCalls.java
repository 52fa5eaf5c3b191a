package io.gradsweep.workers.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestExitCalls {

  private static final StackTraceElement EXIT = jdk("java.lang.Runtime", "exit");
  private static final StackTraceElement CALLER =
      new StackTraceElement("a.Caller", "act", "Caller.java", 3);
  private static final StackTraceElement[] ABOVE_MAIN = {
    EXIT, jdk("java.lang.System", "exit"), CALLER, new StackTraceElement("b.Main", "main", "", 1)
  };

  private static StackTraceElement jdk(String type, String method) {
    return new StackTraceElement("app", "java.base", "17", type, method, type + ".java", 1);
  }

  @Test
  void theCallerIsTheLineBelowTheCall() {
    assertThat(ExitCalls.caller(ABOVE_MAIN)).contains(CALLER);
  }

  @Test
  void aHookThatIsBeingStartedIsNotTheCaller() {
    StackTraceElement[] starting = new StackTraceElement[ABOVE_MAIN.length + 3];
    starting[0] = jdk("java.lang.Thread", "start");
    starting[1] = new StackTraceElement("c.HookWithItsOwnStart", "start", "", 9);
    starting[2] = jdk("java.lang.ApplicationShutdownHooks", "runHooks");
    System.arraycopy(ABOVE_MAIN, 0, starting, 3, ABOVE_MAIN.length);
    assertThat(ExitCalls.caller(starting)).contains(CALLER);
  }

  @Test
  void aThreadThatEndsNothingHasNoCall() {
    assertThat(ExitCalls.caller(new StackTraceElement[] {CALLER})).isEmpty();
  }
}
