package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.sweeps.plan.Condition.Node;
import io.gradsweep.sweeps.plan.Condition.Relation;
import java.util.List;
import java.util.Optional;

/**
 * A part of a condition with its type.
 *
 * @param place its first token, counted in tokens
 * @param written as it stands in the condition
 * @param name the name, if it is one and nothing else
 */
record ConditionOperand(
    Type kind, Node term, int place, String written, Optional<ConditionNames.NamedValue> name) {

  /** Value of a part of a condition. */
  enum Type {
    NUMBER("a number"),
    TEXT("a text"),
    TRUTH("true or false"),
    /** The word null. */
    NOTHING("no value");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static ConditionOperand of(Type kind, Node term, int place, String written) {
    return new ConditionOperand(kind, term, place, written, Optional.empty());
  }

  /**
   * The reason why the two cannot be compared in this way; empty if they can.
   *
   * @param thing that names stand for
   */
  String faultBeside(ConditionOperand other, String operator, String thing) {
    if (kind == Type.NOTHING || other.kind == Type.NOTHING) {
      ConditionOperand asked = kind == Type.NOTHING ? other : this;
      if (asked.name.isEmpty()) {
        return "null beside %s (must be beside a %s)".formatted(asked.written, thing);
      }
      if (!asked.name.get().canBeNull()) {
        return "%s is never null".formatted(asked.written);
      }
    } else if (kind != other.kind) {
      return "%s is %s, %s is %s (must be of one type)"
          .formatted(written, kind.words(), other.written, other.kind.words());
    }
    boolean numbers = kind == Type.NUMBER && other.kind == Type.NUMBER;
    if (!numbers && !isEquality(operator)) {
      return "'%s' of %s and %s (must be == or != unless both are numbers)"
          .formatted(operator, written, other.written);
    }
    String fault = choiceFault(other);
    return fault.isEmpty() ? other.choiceFault(this) : fault;
  }

  private static boolean isEquality(String operator) {
    return operator.equals("==") || operator.equals("!=");
  }

  /** The fault if this is a name with a choice of texts, and the other one is none of them. */
  private String choiceFault(ConditionOperand other) {
    if (name.isEmpty() || !(other.term instanceof Condition.WrittenText text)) {
      return "";
    }
    List<String> choices = name.get().choices();
    return choices.isEmpty() || choices.contains(text.value())
        ? ""
        : "%s is never '%s' (must be one of %s)%s"
            .formatted(
                written,
                Shown.briefly(text.value()),
                String.join(", ", choices),
                Names.didYouMean(text.value(), choices));
  }

  /**
   * Returns the comparison of two comparable operands; with a name that is null, it does not hold.
   */
  Node compared(String operator, ConditionOperand other) {
    boolean equal = operator.equals("==");
    if (kind == Type.NOTHING || other.kind == Type.NOTHING) {
      int index = ((Condition.Variable) (kind == Type.NOTHING ? other : this).term).index();
      return values -> (values.value(index) == ParamValue.unset()) == equal ? 1 : 0;
    }
    if (kind != Type.TEXT) {
      return new Relation(operator, term, other.term);
    }
    return values -> {
      String a = term.text(values);
      String b = other.term.text(values);
      return a != null && b != null && a.equals(b) == equal ? 1 : 0;
    };
  }
}
