package io.gradsweep.driver.job;

import io.gradsweep.driver.code.OwnCode;
import io.gradsweep.driver.study.Declaration;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Manifest;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The code by which a study's rows of one version were made, as far as it is a user's: gradsweep's
 * own simulations are told apart by their versions.
 */
record CodeHistory(Study study, SimulationSpec simulation) {

  /** Declaration that a study keeps of a simulation that is here. */
  static Declaration declaration(SimulationSpec spec) {
    return Declaration.of(spec, OwnCode.hash(Simulations.find(spec.name())));
  }

  /** Hashes of the code; none where the study does not know. */
  Set<String> known() throws IOException {
    Set<String> known = new TreeSet<>(declaredSame());
    for (Generation generation : study.generations()) {
      Declaration stored = generation.declaration();
      if (stored != null
          && stored.code() != null
          && stored.name().equals(simulation.name())
          && stored.version() == simulation.version()) {
        known.add(stored.code());
      }
    }
    return known;
  }

  private List<String> declaredSame() throws IOException {
    List<String> same = study.manifest().map(Manifest::sameNumbers).orElse(null);
    return same == null ? List.of() : same;
  }

  private String here() {
    return OwnCode.hash(Simulations.find(simulation.name()));
  }

  /** Whether the code that is here is known to be another than that of the study. */
  boolean isOther() throws IOException {
    Set<String> known = known();
    String here = here();
    return !known.isEmpty() && (here == null || !known.contains(here));
  }

  /**
   * Code as the manifest records it.
   *
   * @param declared whether the code that is here was declared to give the same numbers
   * @return null where nothing was ever declared
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
