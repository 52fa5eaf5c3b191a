package io.gradsweep.driver.job;

import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.Heartbeat;
import io.gradsweep.driver.study.Heartbeat.InFlight;
import java.time.Instant;
import java.util.List;

/**
 * The heartbeat that a running job writes into the study's lock. Does not query Spark after
 * construction.
 */
final class JobHeartbeat {

  private final String since = Instant.now().toString();
  private final String master;
  private final int slots;
  private final String webPage;
  private final JobProgress progress;
  private final long trials;

  JobHeartbeat(SparkRuntime spark, JobProgress progress, long trials) {
    master = spark.master();
    slots = spark.slots();
    webPage = spark.webPage().orElse(null);
    this.progress = progress;
    this.trials = trials;
  }

  Heartbeat now() {
    List<InFlight> inFlight = progress.inFlight();
    return new Heartbeat(
        Instant.now().toString(),
        since,
        master,
        slots,
        webPage,
        trials,
        progress.counts().byWord(),
        inFlight.size(),
        inFlight.subList(0, Math.min(Heartbeat.MOST_NAMED, inFlight.size())));
  }
}
