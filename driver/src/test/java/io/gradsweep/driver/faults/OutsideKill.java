package io.gradsweep.driver.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code kill -9} from outside, of processes that do not know why. */
public final class OutsideKill {

  private OutsideKill() {}

  /** Kills a process and all that it has started in one call, in a random order, and waits. */
  public static void of(ProcessHandle process, Random random) throws Exception {
    List<ProcessHandle> all =
        new ArrayList<>(Stream.concat(Stream.of(process), process.descendants()).toList());
    Collections.shuffle(all, random);
    kill(all);
    for (ProcessHandle each : all) {
      each.onExit().get(1, TimeUnit.MINUTES);
    }
  }

  /** Kills one of the JVMs in which a process has trials guarded, if there is one. */
  static boolean ofChild(ProcessHandle process, Random random) throws Exception {
    List<ProcessHandle> children = new ArrayList<>(process.children().toList());
    if (children.isEmpty()) {
      return false;
    }
    Collections.shuffle(children, random);
    kill(children.subList(0, 1));
    return true;
  }

  private static void kill(List<ProcessHandle> processes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-KILL"));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    new ProcessBuilder(command).start().waitFor();
  }
}
