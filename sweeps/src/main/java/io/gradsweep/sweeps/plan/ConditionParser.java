package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Condition.Node;
import io.gradsweep.sweeps.plan.Condition.Relation;
import io.gradsweep.sweeps.plan.ConditionOperand.Type;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * Reads a condition such as {@code step_size * width <= 1 and optimizer != 'natural'}: or, and,
 * not, one comparison, + -, * /, sign, then numbers, 'texts', names, functions and parentheses.
 */
final class ConditionParser {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  /** The first number if there is one, else the second. */
  private static final String COALESCE = "coalesce";

  private static final Map<String, DoubleUnaryOperator> UNARY =
      Map.of("abs", Math::abs, "sqrt", Math::sqrt, "log", StrictMath::log, "exp", StrictMath::exp);
  private static final Map<String, DoubleBinaryOperator> BINARY =
      Map.of(
          "min",
          Math::min,
          "max",
          Math::max,
          "pow",
          StrictMath::pow,
          COALESCE,
          (a, b) -> Double.isNaN(a) ? b : a);
  private static final int DEEPEST = 100;

  /** Also bounds the depth of sequences: signs, sums, negations. */
  private static final int MOST_CHARACTERS = 2000;

  private final ConditionNames vocabulary;
  private final ConditionTokens tokens;
  private final boolean typed;
  private final Set<String> names = new HashSet<>();
  private int depth;

  private ConditionParser(String text, ConditionNames vocabulary, boolean typed) {
    this.vocabulary = vocabulary;
    this.typed = typed;
    tokens = new ConditionTokens(text);
  }

  /**
   * @param rule determines the meaning of the filter: by the rule of 0.1 it has no types, and a
   *     text differs from a value that is not set
   * @throws IllegalArgumentException if the text is not a condition over the simulation's
   *     parameters, or mixes types; the message says where
   */
  static Condition parse(String text, SimulationSpec simulation, ValueRule rule) {
    return parse(text, ConditionNames.parameters(simulation), rule);
  }

  /**
   * @throws IllegalArgumentException if the text is not a condition over the names, or mixes types;
   *     the message says where
   */
  static Condition parse(String text, ConditionNames vocabulary, ValueRule rule) {
    ConditionParser parser = of(text, vocabulary, rule);
    return parser.whole(parser.truth(parser.or()), rule);
  }

  /**
   * Reads an expression that is a number, in the same language.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  static Condition parseNumber(String text, ConditionNames vocabulary, ValueRule rule) {
    ConditionParser parser = of(text, vocabulary, rule);
    return parser.whole(parser.number(parser.or()), rule);
  }

  private static ConditionParser of(String text, ConditionNames vocabulary, ValueRule rule) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "%d characters (must be at most %d)".formatted(text.length(), MOST_CHARACTERS));
    }
    return new ConditionParser(text, vocabulary, rule != ValueRule.DOUBLES);
  }

  private Condition whole(Node term, ValueRule rule) {
    if (!tokens.peek().isEmpty()) {
      throw tokens.unexpected("the end");
    }
    return new Condition(term, names, tokens.size(), rule);
  }

  /** The term of an operand that is true or false. */
  private Node truth(ConditionOperand operand) {
    return required(operand, Type.TRUTH, "a comparison or a flag");
  }

  private Node number(ConditionOperand operand) {
    return required(operand, Type.NUMBER, "a number");
  }

  private Node required(ConditionOperand operand, Type kind, String right) {
    if (typed && operand.kind() != kind) {
      throw tokens.wrong(
          "%s is %s (must be %s)".formatted(operand.written(), operand.kind().words(), right),
          operand.place());
    }
    return operand.term();
  }

  private ConditionOperand operand(Type kind, int place, Node term) {
    return ConditionOperand.of(kind, term, place, tokens.since(place));
  }

  private ConditionOperand or() {
    if (++depth > DEEPEST) {
      throw tokens.wrong("nested too deeply", tokens.place());
    }
    int place = tokens.place();
    ConditionOperand left = and();
    while (tokens.take("or")) {
      Node a = truth(left);
      Node b = truth(and());
      left =
          operand(
              Type.TRUTH, place, params -> a.number(params) == 1 || b.number(params) == 1 ? 1 : 0);
    }
    depth--;
    return left;
  }

  private ConditionOperand and() {
    int place = tokens.place();
    ConditionOperand left = not();
    while (tokens.take("and")) {
      Node a = truth(left);
      Node b = truth(not());
      left =
          operand(
              Type.TRUTH, place, params -> a.number(params) == 1 && b.number(params) == 1 ? 1 : 0);
    }
    return left;
  }

  private ConditionOperand not() {
    int place = tokens.place();
    if (tokens.take("not")) {
      Node term = truth(not());
      return operand(Type.TRUTH, place, params -> term.number(params) == 1 ? 0 : 1);
    }
    ConditionOperand left = sum();
    if (!COMPARISONS.contains(tokens.peek())) {
      return left;
    }
    int sign = tokens.place();
    String operator = tokens.take();
    ConditionOperand right = sum();
    if (!typed) {
      return operand(Type.TRUTH, place, new Relation(operator, left.term(), right.term()));
    }
    String fault = left.faultBeside(right, operator, vocabulary.thing());
    if (!fault.isEmpty()) {
      throw tokens.wrong(fault, sign);
    }
    return operand(Type.TRUTH, place, left.compared(operator, right));
  }

  private ConditionOperand sum() {
    int place = tokens.place();
    ConditionOperand left = product();
    while (tokens.peek().equals("+") || tokens.peek().equals("-")) {
      double sign = tokens.take().equals("+") ? 1 : -1;
      Node a = number(left);
      Node b = number(product());
      left = operand(Type.NUMBER, place, params -> a.number(params) + sign * b.number(params));
    }
    return left;
  }

  private ConditionOperand product() {
    int place = tokens.place();
    ConditionOperand left = signed();
    while (tokens.peek().equals("*") || tokens.peek().equals("/")) {
      boolean times = tokens.take().equals("*");
      Node a = number(left);
      Node b = number(signed());
      Node both =
          times
              ? params -> a.number(params) * b.number(params)
              : params -> a.number(params) / b.number(params);
      left = operand(Type.NUMBER, place, both);
    }
    return left;
  }

  private ConditionOperand signed() {
    int place = tokens.place();
    if (tokens.take("-")) {
      Node term = number(signed());
      return operand(Type.NUMBER, place, params -> -term.number(params));
    }
    return atom();
  }

  private ConditionOperand atom() {
    int place = tokens.place();
    if (tokens.take("(")) {
      ConditionOperand inner = or();
      tokens.require(")");
      return inner;
    }
    String text = tokens.peek();
    if (text.isEmpty()
        || !Character.isLetterOrDigit(text.charAt(0)) && "_'\".".indexOf(text.charAt(0)) < 0) {
      throw tokens.unexpected("a value");
    }
    tokens.take();
    char first = text.charAt(0);
    if (first == '\'' || first == '"') {
      String inner = text.substring(1, text.length() - 1);
      return operand(Type.TEXT, place, new Condition.WrittenText(inner));
    }
    if (Character.isDigit(first) || first == '.') {
      double number = Double.parseDouble(text);
      return operand(Type.NUMBER, place, params -> number);
    }
    if (text.equals("true") || text.equals("false")) {
      double number = text.equals("true") ? 1 : 0;
      return operand(Type.TRUTH, place, params -> number);
    }
    if (typed && text.equals("null")) {
      return operand(Type.NOTHING, place, params -> Double.NaN);
    }
    return tokens.peek().equals("(") ? call(text, place) : variable(text, place);
  }

  private ConditionOperand call(String name, int place) {
    tokens.require("(");
    Node first = number(or());
    DoubleUnaryOperator unary = UNARY.get(name);
    DoubleBinaryOperator binary = BINARY.get(name);
    if (unary != null) {
      tokens.require(")");
      return operand(Type.NUMBER, place, params -> unary.applyAsDouble(first.number(params)));
    }
    if (binary == null) {
      throw tokens.wrong(
          "unknown function '%s'%s"
              .formatted(Shown.briefly(name), Names.didYouMean(name, functions())),
          place);
    }
    tokens.require(",");
    Node second = number(or());
    tokens.require(")");
    return operand(
        Type.NUMBER,
        place,
        params -> {
          double a = first.number(params);
          double b = second.number(params);
          // no value to the power of 0 is no value
          return typed && Double.isNaN(a) && !name.equals(COALESCE)
              ? a
              : binary.applyAsDouble(a, b);
        });
  }

  private static List<String> functions() {
    return Stream.concat(UNARY.keySet().stream(), BINARY.keySet().stream()).sorted().toList();
  }

  private ConditionOperand variable(String name, int place) {
    ConditionNames.NamedValue found =
        vocabulary
            .find(name)
            .orElseThrow(
                () ->
                    tokens.wrong(
                        "'%s' is not a %s of %s%s"
                            .formatted(
                                Shown.briefly(name),
                                vocabulary.thing(),
                                vocabulary.owner(),
                                Names.didYouMean(name, vocabulary.names().keySet())),
                        place));
    names.add(name);
    Node term = new Condition.Variable(found.index());
    return new ConditionOperand(found.kind(), term, place, name, Optional.of(found));
  }
}
