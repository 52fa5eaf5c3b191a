package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gradient descent on x²/2, and every way in which a trial can take its JVM with it. */
public final class Poison implements Simulation {

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "poison",
          1,
          "Gradient descent on x²/2 that may end its JVM.",
          "none",
          List.of(
              ParameterSpec.real("step_size", "α").atLeast(0).atMost(10).defaultsTo(0.1),
              ParameterSpec.whole("max_steps", "budget").atLeast(1).atMost(1000).defaultsTo(50),
              ParameterSpec.choice(
                      "poison",
                      "what it does",
                      "none",
                      "heap",
                      "fills",
                      "stack",
                      "exit",
                      "halt",
                      "crash",
                      "killed",
                      "hang",
                      "plants",
                      "prints",
                      "talks",
                      "slow",
                      "container")
                  .defaultsTo("none")),
          List.of(MeasurementSpec.real("start", "x at step 0")),
          List.of(MetricSpec.of("loss", "x²/2")));

  /** A trial has left something behind that ends whatever runs after it in the same JVM. */
  private static volatile boolean planted;

  @Override
  public SimulationSpec spec() {
    return SPEC;
  }

  @Override
  public double cost(Params params) {
    return 3.0 * params.whole("max_steps");
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    if (planted) {
      System.exit(9);
    }
    double x = streams.perReplicate("init").nextGaussian();
    OutcomeBuilder outcome = new OutcomeBuilder(SPEC).measure("start", x);
    long budget = trial.params().whole("max_steps");
    recorder.begin(budget);
    try {
      act(trial.params().text("poison"));
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    RateFit fit = RateFit.whole();
    for (long k = 0; ; k++) {
      if (recorder.step(k) || k == budget) {
        recorder.record(Double.NaN, x * x / 2);
      }
      if (fit.wants(k)) {
        fit.add(k, x * x / 2);
      }
      if (k == budget) {
        return outcome
            .status(Status.CONVERGED)
            .steps(k)
            .finalError(Math.abs(x))
            .rate(fit.estimate())
            .build();
      }
      x -= trial.params().real("step_size") * x;
    }
  }

  private static void act(String poison) throws IOException, ReflectiveOperationException {
    switch (poison) {
      case "heap" -> fillWith(Integer.MAX_VALUE - 8);
      case "fills" -> fillWith(10_000);
      case "stack" -> recurse(0);
      case "exit" -> System.exit(3);
      case "halt" -> Runtime.getRuntime().halt(4);
      case "crash" -> writeToAddressZero();
      case "killed" -> killMyself();
      case "hang" -> openPipeWithoutWriter();
      case "plants" -> planted = true;
      case "prints" -> print();
      case "talks" -> talk();
      case "slow" -> sleep(20);
      case "container" -> askToBeKilled();
      default -> {
        return;
      }
    }
  }

  /** In one piece it is quick; bit by bit, whoever else needs memory then has none. */
  private static long fillWith(int size) {
    List<long[]> all = new ArrayList<>();
    while (true) {
      all.add(new long[size]);
    }
  }

  /** As the system does where memory runs out. */
  private static void killMyself() throws IOException {
    try {
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-KILL", self).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks whoever stands for the limits of a container to end all that runs in it. */
  private static void askToBeKilled() throws IOException {
    Files.writeString(Path.of(System.getProperty("poison.container")), "");
    sleep(Long.MAX_VALUE);
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }

  /** By reflection: the compiler rightly warns of this class. */
  private static void writeToAddressZero() throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    unsafe.getMethod("putLong", long.class, long.class).invoke(instance.get(null), 0L, 1L);
  }

  /** Opening a pipe that nobody writes to blocks in the system, and no interrupt ends it. */
  private static void openPipeWithoutWriter() throws IOException {
    Path pipe = Files.createTempDirectory("pipe").resolve("pipe");
    try {
      new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
      new FileInputStream(pipe.toFile()).close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As simulations do that were written to be looked at. */
  private static void talk() {
    System.err.println("talks: a warning");
    Thread helper =
        new Thread(() -> System.out.println("talks: progress 1, inherited by a thread"));
    helper.start();
    try {
      helper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** More than anybody wants to keep, on both outputs, and what looks like an answer. */
  private static void print() {
    for (int i = 0; i < 20_000; i++) {
      System.out.println("RTX an answer, or is it? " + i);
      System.err.println("an error, or is it? " + i);
    }
    try {
      if (System.in.read() >= 0) {
        throw new IllegalStateException("somebody writes to this trial");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("after much talk");
  }
}
