package io.gradsweep.workers.run;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.api.Simulation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** The simulations that the context class loader sees, including a user's own. */
public final class Simulations {

  private static final String OURS = "io.gradsweep.workers.simulations.";

  /** One table per class loader: each jar of a user has its own loader. */
  private static final Map<ClassLoader, Map<String, Simulation>> FOUND = new WeakHashMap<>();

  private Simulations() {}

  /**
   * All simulations, sorted by name.
   *
   * @throws UnusableSimulation if a class that is named as one is none
   */
  public static Collection<Simulation> all() {
    return found().values();
  }

  /**
   * @throws UnknownSimulation if there is none with that name
   * @throws UnusableSimulation if a class that is named as one is none
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

  /** Whether a simulation is part of gradsweep, so that its trials are known to end no JVM. */
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
    try {
      ServiceLoader.load(Simulation.class, loader).stream().forEach(found -> add(byName, found));
    } catch (ServiceConfigurationError e) {
      throw UnusableSimulation.of(e);
    }
    for (SimulationSource source : ServiceLoader.load(SimulationSource.class, loader)) {
      source.simulations(loader).forEach(found -> add(byName, found, found.spec()));
    }
    return byName;
  }

  private static void add(Map<String, Simulation> byName, Provider<Simulation> provider) {
    Simulation simulation;
    SimulationSpec spec;
    try {
      simulation = provider.get();
      spec = simulation.spec();
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      throw UnusableSimulation.of(provider.type(), e);
    }
    if (spec == null) {
      throw UnusableSimulation.because(
          "class %s: its spec() is null".formatted(provider.type().getName()));
    }
    add(byName, simulation, spec);
  }

  private static void add(
      Map<String, Simulation> byName, Simulation simulation, SimulationSpec spec) {
    Simulation other = byName.put(spec.name(), simulation);
    if (other != null) {
      throw UnusableSimulation.because(
          "its simulation %s has the name of one that is there already, %s"
              .formatted(spec.name(), origin(other)));
    }
  }

  private static String origin(Simulation simulation) {
    return simulation instanceof OutsideSimulation outside
        ? outside.origin()
        : simulation.getClass().getName();
  }
}
