package io.gradsweep.driver.report;

import io.gradsweep.driver.study.Manifest;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.spec.Axis;
import io.gradsweep.sweeps.spec.Block;
import io.gradsweep.sweeps.spec.Sweep;
import java.util.List;
import java.util.stream.Collectors;

/** The section on the question: the sweep, its axes, and the code that ran. */
final class AskedSection {

  private static final int MOST_WRITTEN = 12;

  private final Html html;
  private final ReportedStudy study;

  AskedSection(Html html, ReportedStudy study) {
    this.html = html;
    this.study = study;
  }

  void write() {
    Plan plan = study.plan();
    Sweep sweep = plan.sweep();
    SimulationSpec simulation = plan.simulation();
    html.open("dl", "class", "facts");
    fact("Simulation", "%s, version %d".formatted(simulation.name(), simulation.version()));
    fact("What it does", simulation.about());
    fact("Paper", simulation.paper());
    fact("Trials", Header.size(study));
    fact("Base seed", Long.toString(sweep.grid().seed()));
    fact("Plan", plan.fingerprint());
    study.view().inventory().manifest().ifPresent(this::code);
    html.close().line();
    html.element("h3", "Parameters that vary");
    blocks(sweep);
    if (!sweep.grid().fixed().isEmpty()) {
      html.element("h3", "Parameters that are fixed").open("dl", "class", "facts mono");
      sweep.grid().fixed().forEach(axis -> fact(axis.name(), written(axis)));
      html.close().line();
    }
    html.open("details").element("summary", "The sweep as it was resolved and run");
    html.open("pre", "tabindex", "0")
        .element("code", SweepPrinter.print(sweep))
        .close()
        .close()
        .line();
  }

  private void code(Manifest manifest) {
    Manifest.Software software = manifest.software();
    fact("Code", software.code());
    fact(
        "Run by",
        "gradsweep %s, Spark %s, Java %s"
            .formatted(
                software.gradsweepVersion(), software.sparkVersion(), software.javaVersion()));
    fact("Started", Header.time(manifest.startedAt()));
    fact("Finished", Header.time(manifest.finishedAt()));
  }

  private void blocks(Sweep sweep) {
    List<Block> blocks = sweep.grid().blocks().stream().filter(b -> !b.axes().isEmpty()).toList();
    if (blocks.isEmpty()) {
      html.element("p", "None: one configuration.", "class", "note");
      return;
    }
    html.open("ol", "class", blocks.size() > 1 ? "blocks" : "blocks one");
    for (Block block : blocks) {
      html.open("li").open("dl", "class", "facts mono");
      block.axes().forEach(axis -> fact(axis.name(), written(axis)));
      block.where().ifPresent(where -> fact("where", where.text()));
      html.close().close();
    }
    html.close().line();
  }

  private static String written(Axis axis) {
    String text = axis.written().stream().limit(MOST_WRITTEN).collect(Collectors.joining(", "));
    int more = axis.written().size() - MOST_WRITTEN;
    return more > 0 ? text + ", … %d more".formatted(more) : text;
  }

  private void fact(String name, String value) {
    if (value != null && !value.isBlank()) {
      html.open("div").element("dt", name).element("dd", value).close();
    }
  }
}
