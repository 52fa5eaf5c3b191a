package io.gradsweep.driver.rows;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.gradsweep.workers.numeric.BlasIdentity;
import io.gradsweep.workers.numeric.Processor;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The properties of a machine that ran trials on which bits of a result can depend, besides the
 * code.
 *
 * @param processor its model, as the system names it
 * @param arch such as {@code amd64}
 * @param jvm name and version
 * @param blas library of linear algebra, with its version
 * @param blasKernel its kernel in use; null if not known
 * @param blasResults a digest of its results; null if it cannot be loaded
 */
@JsonInclude(Include.NON_NULL)
public record Environment(
    String processor, String arch, String jvm, String blas, String blasKernel, String blasResults) {

  /** Most kinds of machines that a study names. */
  private static final int MOST = 50;

  /** This machine, determined once. */
  private static final class ThisJvm {
    static final Environment VALUE = find();
  }

  /** This machine. */
  public static Environment here() {
    return ThisJvm.VALUE;
  }

  private static Environment find() {
    BlasIdentity blas = BlasIdentity.here();
    return new Environment(
        Processor.here().model(),
        System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        blas.name(),
        blas.kernel(),
        blas.results());
  }

  /** Each kind of machine once. */
  public static List<Environment> union(
      Collection<Environment> some, Collection<Environment> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().limit(MOST).toList();
  }

  /** In words, for messages. */
  public String words() {
    return "processor %s (%s), %s%s%s, %s"
        .formatted(
            processor,
            arch,
            blas,
            blasKernel == null ? "" : ", kernel " + blasKernel,
            blasResults == null ? "" : ", results " + blasResults,
            jvm);
  }

  /** In words, for messages; studies of 0.1 do not record any. */
  public static String words(List<Environment> environments) {
    return environments.isEmpty()
        ? "not recorded"
        : environments.stream().map(Environment::words).collect(Collectors.joining("; or "));
  }
}
