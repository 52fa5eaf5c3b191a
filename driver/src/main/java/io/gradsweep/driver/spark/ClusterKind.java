package io.gradsweep.driver.spark;

/** The kinds of cluster by their masters, and what each has to say of executors. */
enum ClusterKind {
  LOCAL("", ""),
  STANDALONE("work/%1$s on the Workers", ""),
  YARN("yarn logs -applicationId %1$s", "yarn application -status %1$s"),
  KUBERNETES(
      "kubectl logs -n %2$s -l spark-app-selector=%1$s",
      "kubectl describe pods -n %2$s -l spark-app-selector=%1$s");

  private final String logs;
  private final String state;

  ClusterKind(String logs, String state) {
    this.logs = logs;
    this.state = state;
  }

  static ClusterKind of(String master) {
    if (SparkSettings.isLocal(master)) {
      return LOCAL;
    }
    return master.startsWith("spark://") ? STANDALONE : master.equals("yarn") ? YARN : KUBERNETES;
  }

  /**
   * The place of the logs of an application's executors, or a command that shows them; or empty.
   */
  String logs(String application, String namespace) {
    return logs.formatted(application, namespace);
  }

  /** A command that shows why executors of an application do not run; or empty. */
  String state(String application, String namespace) {
    return state.formatted(application, namespace);
  }
}
