package io.gradsweep.driver.job;

import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.Heartbeat;
import io.gradsweep.driver.study.Heartbeat.InFlight;
import io.gradsweep.driver.study.Heartbeat.SparkSite;
import java.time.Instant;
import java.util.List;

/**
 * The heartbeat that a running job writes into the study's lock. Does not query Spark after
 * construction.
 */
final class JobHeartbeat {

  private final String since = Instant.now().toString();
  private final SparkSite site;
  private final JobProgress progress;
  private final long trials;

  JobHeartbeat(SparkRuntime spark, JobProgress progress, long trials) {
    site = new SparkSite(spark.master(), spark.slots(), spark.webPage().orElse(null));
    this.progress = progress;
    this.trials = trials;
  }

  Heartbeat now() {
    List<InFlight> inFlight = progress.inFlight();
    return new Heartbeat(
        Instant.now().toString(),
        since,
        site,
        trials,
        progress.counts().byWord(),
        inFlight.size(),
        inFlight.subList(0, Math.min(Heartbeat.MOST_NAMED, inFlight.size())));
  }
}
