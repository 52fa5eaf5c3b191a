package io.gradsweep.results.trial;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The handle of one declared input, by which {@link Params} are read. It holds the index of the
 * value, so that reading one compares no names. Made by {@link Parameters}; refined at its
 * declaration, and fixed once the simulation is declared.
 *
 * @param <P> the kind of handle that a refinement returns
 */
public abstract sealed class Input<P extends Input<P>> {

  private final Parameters owner;
  private final int index;

  private Input(Parameters owner, int index) {
    this.owner = owner;
    this.index = index;
  }

  abstract P self();

  final P refined(UnaryOperator<ParameterSpec> refinement) {
    owner.refine(index, refinement);
    return self();
  }

  public final ParameterSpec spec() {
    return owner.spec(index);
  }

  public final String name() {
    return spec().name();
  }

  /** The place in the declaration. */
  public final int index() {
    return index;
  }

  public final P in(String unit) {
    return refined(spec -> spec.in(unit));
  }

  /** Allows null, and makes it the default. */
  public final P unsetByDefault() {
    return refined(ParameterSpec::unsetByDefault);
  }

  /**
   * Leaves null, the value of trials before the parameter joined, out of every trial's identity. It
   * stays null, whatever the default becomes.
   */
  public final P addedLaterUnset() {
    return refined(spec -> spec.addedLater(ParamValue.unset()));
  }

  final P addedLater(ParamValue value) {
    return refined(spec -> spec.addedLater(value));
  }

  @Override
  public String toString() {
    return name();
  }

  /** A number, which may have a range. */
  public abstract static sealed class Numeric<P extends Numeric<P>> extends Input<P> {

    private Numeric(Parameters owner, int index) {
      super(owner, index);
    }

    public final P atLeast(double bound) {
      return refined(spec -> spec.atLeast(bound));
    }

    public final P above(double bound) {
      return refined(spec -> spec.above(bound));
    }

    public final P atMost(double bound) {
      return refined(spec -> spec.atMost(bound));
    }

    public final P below(double bound) {
      return refined(spec -> spec.below(bound));
    }
  }

  /** A real number. */
  public static final class RealInput extends Numeric<RealInput> {

    RealInput(Parameters owner, int index) {
      super(owner, index);
    }

    @Override
    RealInput self() {
      return this;
    }

    public RealInput defaultsTo(double value) {
      return refined(spec -> spec.defaultsTo(value));
    }

    /** Leaves the value of trials before it joined out of every trial's identity, for ever. */
    public RealInput addedLater(double value) {
      return addedLater(ParamValue.of(value));
    }
  }

  /** A whole number. */
  public static final class WholeInput extends Numeric<WholeInput> {

    WholeInput(Parameters owner, int index) {
      super(owner, index);
    }

    @Override
    WholeInput self() {
      return this;
    }

    public WholeInput defaultsTo(long value) {
      return refined(spec -> spec.defaultsTo(value));
    }

    /** Leaves the value of trials before it joined out of every trial's identity, for ever. */
    public WholeInput addedLater(long value) {
      return addedLater(ParamValue.of(value));
    }
  }

  /** True or false. */
  public static final class FlagInput extends Input<FlagInput> {

    FlagInput(Parameters owner, int index) {
      super(owner, index);
    }

    @Override
    FlagInput self() {
      return this;
    }

    public FlagInput defaultsTo(boolean value) {
      return refined(spec -> spec.defaultsTo(value));
    }

    /** Leaves the value of trials before it joined out of every trial's identity, for ever. */
    public FlagInput addedLater(boolean value) {
      return addedLater(ParamValue.of(value));
    }
  }

  /** Any text. */
  public static final class TextInput extends Input<TextInput> {

    TextInput(Parameters owner, int index) {
      super(owner, index);
    }

    @Override
    TextInput self() {
      return this;
    }

    public TextInput defaultsTo(String value) {
      return refined(spec -> spec.defaultsTo(value));
    }

    /** Leaves the value of trials before it joined out of every trial's identity, for ever. */
    public TextInput addedLater(String value) {
      return addedLater(ParamValue.of(value));
    }
  }

  /** An enum whose words are not the names of its constants. */
  public interface Worded {

    /** The constant as a sweep file writes it. */
    String word();
  }

  /** One of the constants of an enum. */
  public static final class Choice<E extends Enum<E>> extends Input<Choice<E>> {

    private final List<E> constants;

    /** The last word that was read; a thread may see an older one, which is as right. */
    private Known<E> last = new Known<>(null, null);

    private record Known<E>(String word, E constant) {}

    Choice(Parameters owner, int index, List<E> constants) {
      super(owner, index);
      this.constants = constants;
    }

    @Override
    Choice<E> self() {
      return this;
    }

    /** A constant as a sweep file writes it: its own word, or its name in lower case. */
    public static String word(Enum<?> constant) {
      return constant instanceof Worded worded
          ? worded.word()
          : constant.name().toLowerCase(Locale.ROOT);
    }

    public Choice<E> defaultsTo(E value) {
      return refined(spec -> spec.defaultsTo(word(value)));
    }

    /** Leaves the value of trials before it joined out of every trial's identity, for ever. */
    public Choice<E> addedLater(E value) {
      return addedLater(ParamValue.of(word(value)));
    }

    /**
     * The constant of a word that is known to be one of the choices. The trials of a plan share
     * their texts, so that most have the very word of the trial before.
     */
    @SuppressWarnings("StringEquality")
    E constant(String word, List<String> words) {
      Known<E> known = last;
      if (known.word != word) {
        known = new Known<>(word, constants.get(words.indexOf(word)));
        last = known;
      }
      return known.constant;
    }
  }
}
