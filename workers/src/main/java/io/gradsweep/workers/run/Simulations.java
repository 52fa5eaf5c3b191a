package io.gradsweep.workers.run;

import io.gradsweep.results.trial.Names;
import io.gradsweep.workers.api.Simulation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** The simulations that the context class loader sees, a user's own among them. */
public final class Simulations {

  private static final String OURS = "io.gradsweep.workers.simulations.";

  /** One table per class loader: a jar of the user's brings a loader of its own. */
  private static final Map<ClassLoader, Map<String, Simulation>> FOUND = new WeakHashMap<>();

  private Simulations() {}

  /** All simulations, sorted by name. */
  public static Collection<Simulation> all() {
    return found().values();
  }

  /**
   * @throws UnknownSimulation if there is none of that name
   */
  public static Simulation find(String name) {
    Map<String, Simulation> found = found();
    Simulation simulation = found.get(name);
    if (simulation == null) {
      List<String> names = List.copyOf(found.keySet());
      throw new UnknownSimulation(
          "Cannot find simulation: '%s' (must be one of %s)%s"
              .formatted(name, String.join(", ", names), Names.didYouMean(name, names)));
    }
    return simulation;
  }

  /** Whether a simulation came with gradsweep, so that its trials are known to end no JVM. */
  public static boolean isOurs(Simulation simulation) {
    return simulation.getClass().getPackageName().startsWith(OURS);
  }

  private static Map<String, Simulation> found() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    synchronized (FOUND) {
      return FOUND.computeIfAbsent(loader, Simulations::load);
    }
  }

  private static Map<String, Simulation> load(ClassLoader loader) {
    Map<String, Simulation> byName = new TreeMap<>();
    for (Simulation simulation : ServiceLoader.load(Simulation.class, loader)) {
      Simulation other = byName.put(simulation.spec().name(), simulation);
      if (other != null) {
        throw new IllegalStateException(
            "Cannot load simulation '%s': %s and %s (both have the name)"
                .formatted(
                    simulation.spec().name(),
                    other.getClass().getName(),
                    simulation.getClass().getName()));
      }
    }
    return byName;
  }
}
