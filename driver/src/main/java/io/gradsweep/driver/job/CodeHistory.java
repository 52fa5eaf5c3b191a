package io.gradsweep.driver.job;

import io.gradsweep.driver.code.OwnCode;
import io.gradsweep.driver.study.Declaration;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The code that made a study's rows of one version, if it is a user's: gradsweep's own simulations
 * are distinguished by their versions.
 */
record CodeHistory(Study study, SimulationSpec simulation) {

  /** Returns the declaration that a study keeps of an available simulation. */
  static Declaration declaration(SimulationSpec spec) {
    Simulation here = Simulations.find(spec.name());
    return Declaration.of(spec, OwnCode.hash(here), OwnCode.environment(here));
  }

  /** The versions on which earlier rows rest and later ones will not; empty if there are none. */
  Optional<String> changedEnvironment() throws IOException {
    Map<String, String> now = OwnCode.environment(Simulations.find(simulation.name()));
    for (Generation generation : study.generations()) {
      Declaration stored = generation.declaration();
      if (isOfThis(stored)
          && stored.codeVersion().environment() != null
          && !stored.codeVersion().environment().equals(now)) {
        return Optional.of(
            "environment: %s here, %s when the study was laid out"
                .formatted(
                    ProgramEnvironment.words(now),
                    ProgramEnvironment.words(stored.codeVersion().environment())));
      }
    }
    return Optional.empty();
  }

  private boolean isOfThis(Declaration stored) {
    return stored != null
        && stored.name().equals(simulation.name())
        && stored.version() == simulation.version();
  }

  /** Hashes of the code; none if the study does not know. */
  Set<String> known() throws IOException {
    Set<String> known = new TreeSet<>(declaredSame());
    for (Generation generation : study.generations()) {
      Declaration stored = generation.declaration();
      if (isOfThis(stored) && stored.codeVersion().code() != null) {
        known.add(stored.codeVersion().code());
      }
    }
    return known;
  }

  private List<String> declaredSame() throws IOException {
    List<String> same =
        study.manifest().map(manifest -> manifest.software().sameNumbers()).orElse(null);
    return same == null ? List.of() : same;
  }

  private String here() {
    return OwnCode.hash(Simulations.find(simulation.name()));
  }

  /** Whether the present code is known to differ from that of the study. */
  boolean isOther() throws IOException {
    Set<String> known = known();
    String here = here();
    return !known.isEmpty() && (here == null || !known.contains(here));
  }

  /**
   * Returns the code as the manifest records it.
   *
   * @param declared whether the present code was declared to give the same numbers @return null if
   *     nothing was ever declared
   */
  List<String> sameNumbers(boolean declared) throws IOException {
    List<String> same = new ArrayList<>(declaredSame());
    String here = here();
    boolean others = known().stream().anyMatch(code -> !code.equals(here)); // of earlier runs
    if (declared && here != null && !same.contains(here) && others) {
      same.add(here);
    }
    return same.isEmpty() ? null : same;
  }
}
