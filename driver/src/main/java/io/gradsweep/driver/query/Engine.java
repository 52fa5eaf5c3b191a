package io.gradsweep.driver.query;

import io.gradsweep.driver.study.Study;
import java.io.IOException;

/** A query engine that answers SQL over a study. */
@FunctionalInterface
public interface Engine {

  /** Opens the parts that are published now; those that are published later are not seen. */
  StudyTables open(Study study, CurrentPlan current) throws IOException;
}
