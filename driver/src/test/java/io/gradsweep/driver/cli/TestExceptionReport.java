package io.gradsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Messages if an error, not an exception, ends a command. */
class TestExceptionReport {

  @Test
  void aMachineWhoseNameHasNoAddressIsToldWhatHelps() {
    Error e =
        new ExceptionInInitializerError(
            new UnknownHostException("node7: node7: Name or service not known"));
    assertThat(ExceptionReport.words(e))
        .isEqualTo(
            "Cannot start Spark: node7: node7: Name or service not known (this machine's own name"
                + " has no address; put it into /etc/hosts, or set"
                + " SPARK_LOCAL_HOSTNAME=localhost)");
  }

  @Test
  void aLibraryThatMayNotRunIsToldWhereItMay() {
    assertThat(
            ExceptionReport.words(new UnsatisfiedLinkError("/tmp/lib.so: failed to map\n\tat a.B")))
        .startsWith("Cannot load native library: /tmp/lib.so: failed to map (libraries are")
        .contains("TMPDIR", System.getProperty("java.io.tmpdir"))
        .doesNotContain("\n", "\tat");
  }

  @Test
  void memoryThatRunsOutIsMeasured() {
    assertThat(ExceptionReport.words(new OutOfMemoryError("Java heap space")))
        .matches("Cannot go on: out of memory at \\d+ MB .*GRADSWEEP_OPTS=-Xmx8g.*");
  }

  @Test
  void aStackThatOverflowsIsNoFaultOfOurs() {
    assertThat(ExceptionReport.words(new StackOverflowError()))
        .isEqualTo(
            "Cannot go on: out of stack (the request is nested too deeply; GRADSWEEP_OPTS=-Xss64m"
                + " gives more)");
  }

  @Test
  void anyOtherErrorIsOneLine() {
    assertThat(ExceptionReport.words(new AssertionError("n\nm")))
        .startsWith("Cannot go on: AssertionError: n (a fault of gradsweep's own, or of");
  }
}
