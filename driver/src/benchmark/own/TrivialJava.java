import io.gradsweep.workers.own.*;

/** The same in Java: what a trial costs without a protocol. */
@Declared(name = "trivial-java")
public class TrivialJava extends OwnSimulation {
  @Parameter(least = 0) double stepSize = 0.1;
  @Measured double gap;

  public void run(Steps steps) {
    while (steps.next(1)) {
      gap = Math.abs(1 - stepSize);
      steps.error(gap);
    }
  }
}
