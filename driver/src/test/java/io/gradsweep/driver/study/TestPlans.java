package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestPlans {

  private static Plan plan(String... lines) {
    String text = "sweep: s\nsimulation: quadratic\n" + String.join("\n", lines) + "\n";
    return Plans.of(SweepReader.parse(text, "s", name -> Optional.empty(), List.of(), false));
  }

  @Test
  void theTextOfAPlanIsThePlan() {
    Plan plan = plan("grid: {step_size: 'range(0.1, 0.4, 0.1)'}", "values: 1");
    assertThat(
            Plans.of(Plans.text(plan), Declaration.of(plan.simulation(), null, null)).fingerprint())
        .isEqualTo(plan.fingerprint());
  }

  /** Aliases stand for more than a study can store: that is said before anything is run. */
  @Test
  void aPlanThatCouldNotBeReadAgainIsRefused() {
    String claims = "{claim: *a, source: *a, sql: *a, expect: '< 1'}, ".repeat(12);
    Plan plan = plan("about: &a \"" + "\\u0001".repeat(110_000) + "\"", "claims: [" + claims + "]");
    assertThatThrownBy(() -> Plans.text(plan))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(
            "Cannot store sweep: s, with all that it extends and names \\(must be readable again\\)"
                + "\n  \\d+ characters \\(a stored sweep has at most 16 MiB\\)");
  }
}
