package io.gradsweep.driver.report;

/** The sweep's name and question, and how far the study is. */
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
    html.element("span", study.state(), "class", "state state-" + study.state()).close();
    html.element("h1", study.plan().sweep().name());
    if (!study.plan().sweep().about().isBlank()) {
      html.element("p", study.plan().sweep().about(), "class", "about");
    }
    if (!study.isFinished()) {
      html.element("p", soFar(trials), "class", "banner", "role", "status");
    }
    html.open("noscript").element("p", "Charts need JavaScript; their data stand in tables.");
    html.close().close().line();
  }

  private String soFar(long trials) {
    String rows = "%,d of %,d trials have a row".formatted(trials, study.planned());
    return study.state().equals("running")
        ? "Still running: %s, and this page shows those.".formatted(rows)
        : "Interrupted: %s, and this page shows those. The same run command goes on."
            .formatted(rows);
  }
}
