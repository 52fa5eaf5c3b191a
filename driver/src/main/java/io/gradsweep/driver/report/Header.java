package io.gradsweep.driver.report;

import io.gradsweep.driver.study.StudyState;
import io.gradsweep.results.trial.Counted;

/** The sweep's name and question, and the study's progress. */
final class Header {

  private final Html html;
  private final ReportedStudy study;

  Header(Html html, ReportedStudy study) {
    this.html = html;
    this.study = study;
  }

  void write(long trials) {
    html.open("header").open("p", "class", "eyebrow");
    html.text(study.plan().simulation().name() + " · ");
    html.element("span", study.state().word(), "class", "state state-" + study.state().word())
        .close();
    html.element("h1", study.plan().sweep().name());
    if (!study.plan().sweep().about().isBlank()) {
      html.element("p", study.plan().sweep().about(), "class", "about");
    }
    String seed = ", base seed " + study.plan().sweep().grid().seed();
    html.element("p", size(study) + (study.merged().isEmpty() ? seed : ""), "class", "note");
    if (!study.isFinished()) {
      html.element("p", soFar(trials), "class", "banner", "role", "status");
    }
    for (String note : study.view().inventory().notes()) {
      html.element("p", note, "class", "banner", "role", "status");
    }
    html.open("noscript").element("p", "Charts need JavaScript; their data stand in tables.");
    html.close().close().line();
  }

  private String soFar(long trials) {
    if (!study.merged().isEmpty()) {
      return "Not all of the studies were finished when they were merged.";
    }
    String rows =
        "%,d of %s %s a row"
            .formatted(trials, Counted.grouped(study.planned(), "trial"), Counted.have(trials));
    return study.state() == StudyState.RUNNING
        ? "Still running: %s, and this page shows those.".formatted(rows)
        : "Interrupted: %s, and this page shows those. The same run command goes on."
            .formatted(rows);
  }

  /** The number of trials of the plan, and its factors. */
  static String size(ReportedStudy study) {
    if (!study.merged().isEmpty()) {
      return "%s, merged from %s"
          .formatted(Counted.grouped(study.planned(), "trial"), String.join(", ", study.merged()));
    }
    if (study.design().isPresent()) {
      return "%s in %s, as many replicates of each as the rule decides"
          .formatted(
              Counted.grouped(study.planned(), "trial"),
              Counted.grouped(study.design().get().cells().size(), "cell"));
    }
    long replicates = study.plan().sweep().grid().replicates();
    return replicates == 1
        ? Counted.grouped(study.planned(), "trial") + ", one of each configuration"
        : "%s: %s, %,d replicates each"
            .formatted(
                Counted.grouped(study.planned(), "trial"),
                Counted.grouped(study.planned() / replicates, "configuration"),
                replicates);
  }

  /** A time of the manifest to the second. */
  static String time(String iso) {
    return iso == null
        ? ""
        : iso.replaceFirst("\\.\\d+", "").replace("T", " ").replace("Z", " UTC");
  }
}
