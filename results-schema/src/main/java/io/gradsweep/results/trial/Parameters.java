package io.gradsweep.results.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The inputs of a simulation, each declared once, in order, and read by the handle that its
 * declaration returns:
 *
 * <pre>{@code
 * static final Parameters P = new Parameters();
 * static final Real STEP_SIZE = P.real("step_size", "length of one step").above(0).defaultsTo(0.1);
 * static final SimulationSpec SPEC = new SimulationSpec(…, P.specs(), …);
 *
 * double stepSize = trial.params().get(STEP_SIZE);
 * }</pre>
 */
public final class Parameters {

  private final List<ParameterSpec> declared = new ArrayList<>();
  private List<ParameterSpec> specs;

  public Input.RealInput real(String name, String about) {
    return new Input.RealInput(this, add(ParameterSpec.real(name, about)));
  }

  public Input.WholeInput whole(String name, String about) {
    return new Input.WholeInput(this, add(ParameterSpec.whole(name, about)));
  }

  public Input.FlagInput flag(String name, String about) {
    return new Input.FlagInput(this, add(ParameterSpec.flag(name, about)));
  }

  public Input.TextInput text(String name, String about) {
    return new Input.TextInput(this, add(ParameterSpec.text(name, about)));
  }

  /** One of the constants of an enum, written as {@link Input.Choice#word} says. */
  public <E extends Enum<E>> Input.Choice<E> choice(String name, Class<E> type, String about) {
    List<E> constants = List.of(type.getEnumConstants());
    String[] words = constants.stream().map(Input.Choice::word).toArray(String[]::new);
    return new Input.Choice<>(this, add(ParameterSpec.choice(name, about, words)), constants);
  }

  private int add(ParameterSpec spec) {
    requireOpen(spec.name());
    declared.add(spec);
    return declared.size() - 1;
  }

  void refine(int index, UnaryOperator<ParameterSpec> refinement) {
    requireOpen(declared.get(index).name());
    declared.set(index, refinement.apply(declared.get(index)));
  }

  private void requireOpen(String name) {
    if (specs != null) {
      throw new IllegalStateException(
          "Cannot declare parameter: '%s' (its simulation is declared already)".formatted(name));
    }
  }

  ParameterSpec spec(int index) {
    return declared.get(index);
  }

  /** The declarations in their order. Ends the declaring. */
  public List<ParameterSpec> specs() {
    if (specs == null) {
      specs = List.copyOf(declared);
    }
    return specs;
  }
}
