package io.gradsweep.driver.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines of Spark's log, as Spark 4.2 writes them, and what they mean. */
class TestClusterNews {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final List<String> told = new ArrayList<>();
  private final ClusterNews news = new ClusterNews(told::add);

  private void hear(String words) {
    news.hear(words, false, Optional.empty(), 0);
  }

  private boolean givesUp() {
    return news.givesUp(PATIENCE, 0);
  }

  private void executor(int number, String worker) {
    hear(
        "Executor added: app-1/%d on worker-7-%s (%s:7078) with 1 core(s)"
            .formatted(number, worker, worker));
    hear("Executor updated: app-1/%d is now RUNNING".formatted(number));
  }

  private void end(int number) {
    hear("Executor updated: app-1/%d is now EXITED (Command exited with code 1)".formatted(number));
  }

  @Test
  void aMasterThatNeverAnswersIsNamedWithWhatTheNetworkSays() {
    IOException refused = new IOException("Failed to connect", new IOException("refused"));
    for (int i = 0; i < 3; i++) {
      news.hear("Failed to connect to master h:7077", false, Optional.of(refused), 0);
    }
    assertThat(told)
        .containsExactly("Spark: Failed to connect to master h:7077: refused (it tries again)");
    assertThat(news.reason(false)).isEmpty();
    hear("Application has been killed. Reason: All masters are unresponsive! Giving up.");
    assertThat(news.reason(false)).hasValue("All masters are unresponsive! Giving up, refused");
  }

  @Test
  void executorsThatEndAsTheyStartAreToldOnceAndGivenUpAfterTen() {
    for (int i = 0; i < 9; i++) {
      executor(i, "node1");
      end(i);
      assertThat(givesUp()).isFalse();
    }
    executor(9, "node1");
    end(9);
    assertThat(givesUp()).isTrue();
    assertThat(news.reason(false))
        .hasValue(
            "10 executors in a row have ended as they started, the last executor ended: Command"
                + " exited with code 1 (its log: work/app-1/9/stderr on node1:7078)");
    assertThat(told)
        .containsExactly(
            "Spark: an executor has ended: Command exited with code 1"
                + " (its log: work/app-1/0/stderr on node1:7078)");
    assertThat(givesUp()).as("a job that begins after it ends too").isTrue();
  }

  @Test
  void aWorkerWhoseExecutorIsStillStartingKeepsHope() {
    executor(100, "slow");
    for (int i = 0; i < 30; i++) {
      executor(i, "broken");
      end(i);
    }
    assertThat(givesUp()).isFalse();
    end(100);
    assertThat(givesUp()).isTrue();
  }

  @Test
  void anExecutorThatWasThereMakesTheCountBeginAgain() {
    for (int i = 0; i < 30; i++) {
      executor(i, "node1");
      end(i);
      news.executorIsThere(0);
    }
    assertThat(givesUp()).isFalse();
  }

  @Test
  void executorsThatAreKilledOrLostAreNoneThatCannotStart() {
    for (int i = 0; i < 30; i++) {
      executor(i, "node1");
      hear("Executor updated: app-1/%d is now %s".formatted(i, i % 2 == 0 ? "KILLED" : "LOST"));
    }
    assertThat(givesUp()).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void aMasterThatIsGoneIsWaitedForWhileExecutorsAreThere() {
    hear("Disconnected from Spark cluster! Waiting for reconnection...");
    assertThat(told)
        .containsExactly(
            "Spark: Disconnected from Spark cluster! Waiting for reconnection... (executors that"
                + " run go on)");
    news.executorIsThere(PATIENCE.multipliedBy(10).toNanos());
    assertThat(news.givesUp(PATIENCE, PATIENCE.multipliedBy(11).toNanos())).isFalse();
    assertThat(news.givesUp(PATIENCE, PATIENCE.multipliedBy(11).toNanos() + 1)).isTrue();
    assertThat(news.reason(false))
        .hasValue("the Master is gone, and no executor is left, for 120 s");
  }

  @Test
  void aMasterThatComesBackIsForgiven() {
    hear("Disconnected from Spark cluster! Waiting for reconnection...");
    hear("Connected to Spark cluster with app ID app-1");
    assertThat(news.givesUp(PATIENCE, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void nobodyTakesTasksAndThatIsNoEnd() {
    String words =
        "Initial job has not accepted any resources; check your cluster UI to ensure that workers"
            + " are registered and have sufficient resources";
    hear(words);
    hear(words);
    assertThat(told).containsExactly("Spark: " + words + " (the run waits)");
    assertThat(givesUp()).isFalse();
  }

  @Test
  void anErrorOfALogIsAReasonOnlyIfSparkHasStopped() {
    news.hear("YARN application has exited unexpectedly\n\tat a.b", true, Optional.empty(), 0);
    assertThat(news.reason(false)).isEmpty();
    assertThat(news.reason(true)).hasValue("YARN application has exited unexpectedly");
  }

  /** Further errors, of calls to an application that is gone, tell nothing. */
  @Test
  void theReasonOfYarnCountsAndItsApplicationIsKnown() {
    hear("Application report for application_17_0001 (state: FAILED)");
    String diagnostics = "Diagnostics message: Max number of executor failures (2) reached";
    news.hear(diagnostics, true, Optional.empty(), 0);
    news.hear("Sending RequestExecutors() to AM was unsuccessful", true, Optional.empty(), 0);
    assertThat(news.reason(true)).hasValue("Max number of executor failures (2) reached");
    assertThat(news.application()).hasValue("application_17_0001");
  }

  @Test
  void whileNobodyTakesATaskTheCommandThatShowsWhyIsTold() {
    news.advise("yarn application -status a");
    hear("Initial job has not accepted any resources; check your cluster UI");
    assertThat(told)
        .containsExactly(
            "Spark: Initial job has not accepted any resources; check your cluster UI"
                + " (the run waits; for the reason: yarn application -status a)");
  }
}
