package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.Condition.Comparison;
import io.gradsweep.sweeps.plan.Condition.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a filter such as {@code step_size * width <= 1 and optimizer != 'natural'}: or, and, not,
 * one comparison, + -, * /, sign, then numbers, 'texts', parameters, functions and parentheses.
 */
final class ConditionParser {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)|('[^']*'|\"[^\"]*\")"
              + "|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|[-+*/(),<>]))");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Map<String, DoubleUnaryOperator> UNARY =
      Map.of("abs", Math::abs, "sqrt", Math::sqrt, "log", StrictMath::log, "exp", StrictMath::exp);
  private static final Map<String, DoubleBinaryOperator> BINARY =
      Map.of("min", Math::min, "max", Math::max, "pow", StrictMath::pow);
  private static final int DEEPEST = 100;

  /** Bounds the depth of what follows one another too: signs, sums, negations. */
  private static final int MOST_CHARACTERS = 2000;

  private record Token(String text, int column) {}

  private final SimulationSpec simulation;
  private final List<Token> tokens = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int next;
  private int depth;

  private ConditionParser(String text, SimulationSpec simulation) {
    this.simulation = simulation;
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (!text.substring(at).isBlank()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        throw wrong(
            "'%s' is not understood".formatted(Shown.briefly(text.substring(at).strip())), at + 1);
      }
      tokens.add(
          new Token(matcher.group().strip(), matcher.end() - matcher.group().strip().length() + 1));
      at = matcher.end();
    }
    tokens.add(new Token("", text.length() + 1));
  }

  /**
   * @throws IllegalArgumentException if the text is no condition over the simulation's parameters;
   *     the message says where
   */
  static Condition parse(String text, SimulationSpec simulation) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "%d characters (must be at most %d)".formatted(text.length(), MOST_CHARACTERS));
    }
    ConditionParser parser = new ConditionParser(text, simulation);
    Term term = parser.or();
    if (!parser.peek().isEmpty()) {
      throw parser.unexpected("the end");
    }
    return new Condition(term, parser.names, parser.tokens.size());
  }

  private static IllegalArgumentException wrong(String what, int column) {
    return new IllegalArgumentException("%s (character %d)".formatted(what, column));
  }

  private IllegalArgumentException unexpected(String expected) {
    String found = peek().isEmpty() ? "the end" : "'" + Shown.briefly(peek()) + "'";
    return wrong("%s where %s is expected".formatted(found, expected), tokens.get(next).column());
  }

  private String peek() {
    return tokens.get(next).text();
  }

  private boolean take(String text) {
    if (peek().equals(text)) {
      next++;
      return true;
    }
    return false;
  }

  private void require(String text) {
    if (!take(text)) {
      throw unexpected("'" + text + "'");
    }
  }

  private Term or() {
    if (++depth > DEEPEST) {
      throw wrong("nested too deeply", tokens.get(next).column());
    }
    Term left = and();
    while (take("or")) {
      Term a = left;
      Term b = and();
      left = params -> a.number(params) == 1 || b.number(params) == 1 ? 1 : 0;
    }
    depth--;
    return left;
  }

  private Term and() {
    Term left = not();
    while (take("and")) {
      Term a = left;
      Term b = not();
      left = params -> a.number(params) == 1 && b.number(params) == 1 ? 1 : 0;
    }
    return left;
  }

  private Term not() {
    if (take("not")) {
      Term term = not();
      return params -> term.number(params) == 1 ? 0 : 1;
    }
    Term left = sum();
    if (COMPARISONS.contains(peek())) {
      String operator = tokens.get(next++).text();
      return new Comparison(operator, left, sum());
    }
    return left;
  }

  private Term sum() {
    Term left = product();
    while (peek().equals("+") || peek().equals("-")) {
      double sign = tokens.get(next++).text().equals("+") ? 1 : -1;
      Term a = left;
      Term b = product();
      left = params -> a.number(params) + sign * b.number(params);
    }
    return left;
  }

  private Term product() {
    Term left = signed();
    while (peek().equals("*") || peek().equals("/")) {
      boolean times = tokens.get(next++).text().equals("*");
      Term a = left;
      Term b = signed();
      left =
          times
              ? params -> a.number(params) * b.number(params)
              : params -> a.number(params) / b.number(params);
    }
    return left;
  }

  private Term signed() {
    if (take("-")) {
      Term term = signed();
      return params -> -term.number(params);
    }
    return atom();
  }

  private Term atom() {
    if (take("(")) {
      Term term = or();
      require(")");
      return term;
    }
    Token token = tokens.get(next);
    String text = token.text();
    if (text.isEmpty()
        || !Character.isLetterOrDigit(text.charAt(0)) && "_'\".".indexOf(text.charAt(0)) < 0) {
      throw unexpected("a value");
    }
    next++;
    char first = text.charAt(0);
    if (first == '\'' || first == '"') {
      return new Condition.Text(text.substring(1, text.length() - 1));
    }
    if (Character.isDigit(first) || first == '.') {
      double number = Double.parseDouble(text);
      return params -> number;
    }
    if (text.equals("true") || text.equals("false")) {
      double number = text.equals("true") ? 1 : 0;
      return params -> number;
    }
    return peek().equals("(") ? call(token) : variable(token);
  }

  private Term call(Token name) {
    require("(");
    Term first = or();
    DoubleUnaryOperator unary = UNARY.get(name.text());
    DoubleBinaryOperator binary = BINARY.get(name.text());
    if (unary != null) {
      require(")");
      return params -> unary.applyAsDouble(first.number(params));
    }
    if (binary == null) {
      throw wrong(
          "unknown function '%s'%s"
              .formatted(Shown.briefly(name.text()), Names.didYouMean(name.text(), functions())),
          name.column());
    }
    require(",");
    Term second = or();
    require(")");
    return params -> binary.applyAsDouble(first.number(params), second.number(params));
  }

  private static List<String> functions() {
    return Stream.concat(UNARY.keySet().stream(), BINARY.keySet().stream()).sorted().toList();
  }

  private Term variable(Token name) {
    if (simulation.parameter(name.text()).isEmpty()) {
      throw wrong(
          "'%s' is not a parameter of %s%s"
              .formatted(
                  Shown.briefly(name.text()),
                  simulation.name(),
                  Names.didYouMean(name.text(), simulation.parameterNames())),
          name.column());
    }
    names.add(name.text());
    return new Condition.Variable(simulation.parameterIndex(name.text()));
  }
}
