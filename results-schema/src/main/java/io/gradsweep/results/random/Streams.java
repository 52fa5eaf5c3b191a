package io.gradsweep.results.random;

import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.Input;
import io.gradsweep.results.trial.Trial;
import java.util.Arrays;
import java.util.Locale;

/**
 * The random streams of one trial. A stream is a function of coordinates, never of the order in
 * which trials run: the simulation's name, the base seed, the stream's purpose ("target", "noise"),
 * the replicate if its scope is a replicate, and the parameters that it names.
 *
 * <p>A stream does not depend on a parameter that it does not name, so that arms of a comparison
 * (optimisers, step sizes, widths) see the same random numbers.
 */
public final class Streams {

  private static final String SCHEME = "gradsweep-stream-1";

  /** The range in which a stream is the same. */
  public enum Scope {
    /** The same in every replicate. */
    STUDY,
    /** The same only within its replicate. */
    REPLICATE;

    /** The word in the coordinates of a stream. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Trial trial;

  private Streams(Trial trial) {
    this.trial = trial;
  }

  public static Streams of(Trial trial) {
    return new Streams(trial);
  }

  /**
   * Returns a stream that is the same in every replicate, for equal values of the named parameters.
   */
  public RandomStream perStudy(String purpose, String... parameters) {
    return new RandomStream(coordinates(Scope.STUDY, purpose, parameters).words());
  }

  /**
   * Returns another stream in each replicate; the same for equal values of the named parameters.
   */
  public RandomStream perReplicate(String purpose, String... parameters) {
    return new RandomStream(coordinates(Scope.REPLICATE, purpose, parameters).words());
  }

  /** As {@link #perStudy(String, String...)}, with parameters by their handles. */
  public RandomStream perStudy(String purpose, Input<?> parameter, Input<?>... more) {
    return perStudy(purpose, names(parameter, more));
  }

  /** As {@link #perReplicate(String, String...)}, with parameters by their handles. */
  public RandomStream perReplicate(String purpose, Input<?> parameter, Input<?>... more) {
    return perReplicate(purpose, names(parameter, more));
  }

  private static String[] names(Input<?> parameter, Input<?>[] more) {
    String[] names = new String[1 + more.length];
    names[0] = parameter.name();
    for (int i = 0; i < more.length; i++) {
      names[i + 1] = more[i].name();
    }
    return names;
  }

  /**
   * The 256 bits from which a stream starts, in hexadecimal: for a program, which draws its random
   * numbers itself.
   */
  public String seed(Scope scope, String purpose) {
    return coordinates(scope, purpose).hex();
  }

  private CanonicalHash coordinates(Scope scope, String purpose, String... parameters) {
    String replicate = scope == Scope.STUDY ? "" : Long.toString(trial.replicate());
    CanonicalHash hash =
        new CanonicalHash(SCHEME)
            .part(trial.simulation().name())
            .part(Long.toString(trial.seed()))
            .part(purpose)
            .part(scope.word())
            .part(replicate);
    String[] sorted = parameters.clone();
    Arrays.sort(sorted);
    for (String name : sorted) {
      hash.part(name).part(trial.params().value(name).canonical());
    }
    return hash;
  }

  /** Returns a stream of a sweep itself, for axes whose values are drawn. */
  public static RandomStream ofSweep(long seed, String purpose) {
    return new RandomStream(
        new CanonicalHash("gradsweep-sweep-stream-1")
            .part(Long.toString(seed))
            .part(purpose)
            .words());
  }
}
