package io.gradsweep.driver.report;

import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.sweeps.spec.ClaimSpec;
import java.util.List;
import java.util.Locale;

/** Claims with their verdicts, measured values and queries. */
final class ClaimSection {

  private final Html html;

  ClaimSection(Html html) {
    this.html = html;
  }

  void write(List<ClaimSpec> claims, List<ClaimResult> results) {
    Answer table = Claims.table(results);
    int value = table.columns().indexOf("value");
    int i = 0;
    for (ClaimSpec.Kind kind : ClaimSpec.Kind.values()) {
      long last = i + results.stream().filter(result -> result.kind() == kind).count();
      if (last == i) {
        continue;
      }
      if (kind == ClaimSpec.Kind.CHECK) {
        html.element("h3", "Checks of the code").line();
      }
      html.open("ul", "class", "claims");
      for (; i < last; i++) {
        claim(claims.get(i), results.get(i), AnswerFormat.text(table.rows().get(i).get(value)));
      }
      html.close().line();
    }
  }

  private void claim(ClaimSpec claim, ClaimResult result, String value) {
    String verdict = result.verdict().toString();
    html.open("li", "class", "claim verdict-" + verdict.toLowerCase(Locale.ROOT));
    html.element("span", verdict, "class", "verdict").open("div");
    html.element("p", result.claim(), "class", "sentence").open("p", "class", "measured");
    html.text("measured ").element("strong", value.isEmpty() ? "nothing" : value);
    html.text(", expected ").element("strong", result.bound().text());
    html.text(result.measured().n() == null ? "" : ", n = " + result.measured().n());
    html.text(result.source().isEmpty() ? "" : " · " + result.source()).close();
    if (!result.detail().isEmpty()) {
      html.element("p", result.detail(), "class", "note");
    }
    html.open("details").element("summary", "Query");
    html.open("pre", "tabindex", "0").element("code", claim.question().words()).close();
    html.close().close().close().line();
  }
}
