package io.gradsweep.workers.api;

import io.gradsweep.results.trial.Input;
import io.gradsweep.results.trial.Params;
import java.util.List;

/**
 * Refuses inputs of a trial that do not fit together. The first broken rule ends the trial; its
 * message names the parameter and shows the value, so the rules need not repeat them:
 *
 * <pre>{@code
 * Refusals.of(p)
 *     .when(low >= high, LOW, "must be below %s", HIGH)
 *     .when(flow && noisy, List.of(NOISE_MODEL, TIME_MODE), "must be none");
 * // Cannot run kl-divergence with noise_model: additive with time_mode flow (must be none)
 * }</pre>
 */
public final class Refusals {

  private final Params params;

  private Refusals(Params params) {
    this.params = params;
  }

  public static Refusals of(Params params) {
    return new Refusals(params);
  }

  /**
   * @param rule completes "must be …"; a format, used only if the rule is broken
   * @param arguments of the format; a parameter stands for its name
   * @throws UnusableParameter if {@code wrong}
   */
  public Refusals when(boolean wrong, Input<?> parameter, String rule, Object... arguments) {
    return when(wrong, List.of(parameter), rule, arguments);
  }

  /**
   * @param together the parameter whose value is wrong, then those whose values make it so
   * @param rule completes "must be …"; a format, used only if the rule is broken
   * @param arguments of the format; a parameter stands for its name
   * @throws UnusableParameter if {@code wrong}
   */
  public Refusals when(
      boolean wrong, List<? extends Input<?>> together, String rule, Object... arguments) {
    if (wrong) {
      throw refusal(together, rule.formatted(arguments));
    }
    return this;
  }

  private UnusableParameter refusal(List<? extends Input<?>> together, String rule) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < together.size(); i++) {
      values
          .append(i == 0 ? "" : i == 1 ? " with " : " and ")
          .append(together.get(i).name())
          .append(i == 0 ? ": " : " ")
          .append(params.value(together.get(i)).text());
    }
    return new UnusableParameter(
        "Cannot run %s with %s (%s)".formatted(params.spec().name(), values, rule));
  }
}
