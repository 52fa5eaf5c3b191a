package io.gradsweep.driver.report;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report as its readers meet it: opened from a file, looked at, used, printed. */
class TestReportInBrowser {

  private static final String DRAWN =
      "!!(document.documentElement && document.documentElement.dataset.drawn)";
  private static final Path SCREENSHOTS = Path.of("target/report-screenshots");

  @TempDir private static Path folder;

  private static Chromium browser;
  private static Path report;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> binary = Chromium.find();
    assumeTrue(
        binary.isPresent(), "no browser found (install Debian's package chromium to test reports)");
    Path sweep =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            sweep: quadratic-everything
            simulation: quadratic
            about: "<script>document.title = 'run'</script><img src=x onerror=alert(1)>"
            grid:
              - {step_size: "linspace(0, 2.5, 11)", max_steps: [20, 300]}
              - {step_size: 0.5, fault: [none, throws]}
            replicates: 3
            summary: {by: [fault, max_steps], of: [rate, final_error]}
            fit: {y: final_error, x: max_steps, scale: loglog, by: fault}
            plots:
              - {x: step_size, y: final_error, color: max_steps, facet: fault, scale: log}
              - {x: step, y: loss, color: max_steps, scale: logy, title: "</script><b>bold"}
            claims:
              - {claim: It converges, source: derived, sql: SELECT max(rate) FROM trials, expect: "> 0"}
            """);
    String study = folder.resolve("study").toString();
    InlineRun.run(sweep, folder.resolve("study"), 1000);
    report = folder.resolve("a report.html");
    Result result = run("report", study, "--output", report.toString());
    assertThat(result.exit()).as(result.err()).isZero();
    browser = Chromium.start(binary.get(), folder.resolve("profile"));
    browser.open(report, 1280, "light", DRAWN);
  }

  @AfterEach
  void nothingWasComplainedOf() {
    browser.window(1280, "light");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).isEmpty();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static int number(String script) {
    return browser.evaluate(script).asInt();
  }

  @Test
  void everyChartIsDrawnWithoutAComplaintOrARequest() throws IOException {
    int charts = number("document.querySelectorAll('.canvas').length");
    assertThat(charts).isGreaterThan(4);
    assertThat(
            number(
                "[...document.querySelectorAll('.canvas')]"
                    + ".filter(c => c.querySelectorAll('svg path').length > 0).length"))
        .isEqualTo(charts);
    assertThat(number("document.querySelectorAll('details.data table').length"))
        .isEqualTo(number("document.querySelectorAll('figure').length"));
    assertThat(number("document.querySelectorAll('.canvas:not([aria-label])').length")).isZero();
    assertThat(browser.evaluate("document.title").asText()).startsWith("quadratic-everything");
    assertThat(number("document.querySelectorAll('img, figcaption b').length")).isZero();
    browser.screenshot(SCREENSHOTS.resolve("light.png"));
  }

  @Test
  void aPointTellsItsNumbersToMouseAndKeys() {
    browser.evaluate(
        "document.querySelector('#plots .canvas').scrollIntoView({behavior: 'instant'})");
    JsonNode box =
        browser.evaluate(
            "(() => { const b = document.querySelector('#plots .canvas').getBoundingClientRect();"
                + " return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()");
    browser.mouse("mouseMoved", box.get("x").asDouble(), box.get("y").asDouble());
    browser.await("!!document.querySelector('#plots .canvas .tip .value')");
    assertThat(browser.evaluate("document.querySelector('.tip b').textContent").asText())
        .startsWith("step_size ");
    browser.evaluate("document.querySelectorAll('#plots .canvas')[1].focus()");
    browser.key("ArrowRight");
    browser.await("!!document.querySelectorAll('#plots .canvas')[1].querySelector('.tip .value')");
  }

  @Test
  void theLegendHidesAndShowsALine() {
    String paths = "document.querySelectorAll('#plots .canvas svg path').length";
    int before = number(paths);
    browser.evaluate("document.querySelector('#plots .legend button').click()");
    assertThat(number("document.querySelectorAll('#plots .legend [aria-pressed=false]').length"))
        .isEqualTo(1);
    browser.await(paths + " < " + before);
    browser.evaluate("document.querySelector('#plots .legend button').click()");
    browser.await(paths + " === " + before);
    browser.evaluate("document.querySelector('#plots .scales .toggle').click()");
    assertThat(
            browser
                .evaluate("document.querySelector('#plots .toggle').getAttribute('aria-pressed')")
                .asText())
        .isEqualTo("false");
  }

  @Test
  void theThemeFollowsTheSystemAndTheButton() throws IOException {
    String page = "getComputedStyle(document.body).backgroundColor";
    browser.window(1280, "dark");
    assertThat(browser.evaluate(page).asText()).isEqualTo("rgb(15, 18, 22)");
    browser.screenshot(SCREENSHOTS.resolve("dark.png"));
    browser.evaluate("document.getElementById('theme').click()");
    assertThat(browser.evaluate(page).asText()).isEqualTo("rgb(246, 247, 249)");
    browser.evaluate("document.getElementById('theme').click()");
    assertThat(browser.evaluate(page).asText()).isEqualTo("rgb(15, 18, 22)");
    browser.evaluate("localStorage.clear(); delete document.documentElement.dataset.theme");
  }

  @Test
  void aPhoneNeedsNoScrollingToTheSide() throws IOException {
    for (int width : new int[] {320, 390}) {
      browser.window(width, "light");
      browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })");
      assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
      browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false; })");
    }
    browser.screenshot(SCREENSHOTS.resolve("phone.png"));
  }

  @Test
  void aChartIsSavedAsAnSvgOfItsOwn() {
    browser.evaluate(
        "const make = URL.createObjectURL; URL.createObjectURL = blob => {"
            + " blob.text().then(t => { window.saved = t; }); return make(blob); };"
            + "[...document.querySelectorAll('#plots button')]"
            + ".find(b => b.textContent === 'Save SVG').click()");
    browser.await("!!window.saved");
    String svg = browser.evaluate("window.saved").asText();
    assertThat(svg).startsWith("<svg").contains("xmlns=\"http://www.w3.org/2000/svg\"");
    assertThat(svg).contains("final_error over step_size").contains("max_steps 20");
  }

  @Test
  void paperShowsTheChartsAndNotTheControls() throws IOException {
    String pdf =
        browser.send("Page.printToPDF", Map.of("printBackground", true)).get("data").asText();
    assertThat(pdf).startsWith("JVBERi0"); // %PDF-
    browser.evaluate("dispatchEvent(new Event('beforeprint'))");
    browser.send("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(
            number(
                "[...document.querySelectorAll('nav, .tools, .scales')].filter(e => e.offsetHeight).length"))
        .isZero();
    assertThat(
            number(
                "Math.max(...[...document.querySelectorAll('.canvas svg')].map(s => s.clientWidth))"))
        .isEqualTo(660);
    browser.evaluate("dispatchEvent(new Event('afterprint'))");
    browser.send("Emulation.setEmulatedMedia", Map.of("media", ""));
  }
}
