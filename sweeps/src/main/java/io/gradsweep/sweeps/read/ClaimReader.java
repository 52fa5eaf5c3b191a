package io.gradsweep.sweeps.read;

import io.gradsweep.sweeps.spec.Arms;
import io.gradsweep.sweeps.spec.Best;
import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.Estimand;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Position;
import io.gradsweep.sweeps.spec.Question;
import io.gradsweep.sweeps.spec.Source;
import io.gradsweep.sweeps.spec.Source.Origin;
import io.gradsweep.sweeps.spec.Source.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads one claim, or one check of the code. */
final class ClaimReader {

  private static final List<String> COMMON = List.of("claim", "source");
  private static final String ORIGINS =
      "a text, or a map of %s such as {derived: from the linearised flow}"
          .formatted(String.join(", ", Origin.keys()));

  /** The key that tells the form of a question, and those that go with it. */
  private enum QuestionForm {
    SQL("sql", Set.of("expect")),
    COMPARE("compare", Set.of("of", "ratio", "match", "where", "best", "expect")),
    FIT("fit", Set.of("scale", "window", "where", "expect")),
    EVERY("every", Set.of("except", "where")),
    OF("of", Set.of("where", "best", "expect"));

    private final String key;
    private final Set<String> others;

    QuestionForm(String key, Set<String> others) {
      this.key = key;
      this.others = others;
    }
  }

  private final Fields claim;

  ClaimReader(Fields claim) {
    this.claim = claim;
  }

  ClaimSpec read(ClaimSpec.Kind kind) {
    QuestionForm form = form();
    claim.refuseOthers(
        Stream.of(COMMON, List.of(form.key), List.copyOf(form.others))
            .flatMap(List::stream)
            .toList());
    String sentence = claim.requiredText("claim");
    Question question = question(form);
    return new ClaimSpec(
        kind, sentence, source(), question, bound(form, question), claim.position(form.key));
  }

  /** The form whose key is there; SQL if none is. */
  private QuestionForm form() {
    for (QuestionForm form : QuestionForm.values()) {
      if (claim.value(form.key).isPresent()) {
        return form;
      }
    }
    return QuestionForm.SQL;
  }

  private Question question(QuestionForm form) {
    return switch (form) {
      case SQL -> new Question.Sql(claim.requiredText("sql", " (or of, compare, fit, every)"));
      case OF -> new Question.CellValue(of(), where(), best());
      case COMPARE -> pairs();
      case FIT -> new Question.Exponent(fit(), where());
      case EVERY ->
          new Question.Every(claim.requiredText("every"), claim.whole("except", 0, 0), where());
    };
  }

  private Optional<String> where() {
    return claim.text("where");
  }

  private Estimand of() {
    return parsed("of", Estimand::parse, Estimand.parse("success"));
  }

  private Optional<Best> best() {
    return claim.value("best").isEmpty()
        ? Optional.empty()
        : parsed("best", text -> Optional.of(Best.parse(text)), Optional.empty());
  }

  private Question.Pairs pairs() {
    Arms arms = parsed("compare", Arms::parse, new Arms("", "", ""));
    Optional<List<String>> match =
        claim.value("match").isPresent() ? Optional.of(claim.texts("match")) : Optional.empty();
    Question.Pairs pairs =
        new Question.Pairs(arms, of(), claim.flag("ratio"), match, where(), best());
    pairs.fault().ifPresent(fault -> fault("of", fault));
    return pairs;
  }

  private FitSpec fit() {
    String text = claim.requiredText("fit");
    String[] sides = text.split("~", -1);
    if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
      fault("fit", "'%s' (must be Y~X, such as final_error~num_samples)".formatted(text));
      sides = new String[] {"", ""};
    }
    AnalysisReader.FitLine line = AnalysisReader.line(claim);
    return new FitSpec(
        sides[0].strip(),
        sides[1].strip(),
        line.scale(),
        List.of(),
        line.from(),
        line.to(),
        claim.position("fit"));
  }

  /** Reads a text by its own parser, whose faults are problems of the file. */
  private <T> T parsed(String key, Function<String, T> parser, T otherwise) {
    String text = claim.requiredText(key);
    if (text.isBlank()) {
      return otherwise;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      fault(key, e.getMessage());
      return otherwise;
    }
  }

  private Bound bound(QuestionForm form, Question question) {
    if (form == QuestionForm.EVERY) {
      return Bound.parse("<= " + ((Question.Every) question).except());
    }
    String expect = claim.requiredText("expect");
    if (claim.value("expect").isEmpty()) {
      return Bound.unread(expect);
    }
    try {
      Bound bound = Bound.parse(expect);
      if (question.hasInterval() && bound.low() == bound.high()) {
        fault(
            "expect",
            "'%s' (must accept more than one number: the answer has an interval)"
                .formatted(expect));
      }
      return bound;
    } catch (IllegalArgumentException e) {
      fault("expect", e.getMessage());
      return Bound.unread(expect);
    }
  }

  /** A text, or a map with an origin and its place each. */
  private Source source() {
    Optional<Yaml> value = claim.value("source");
    if (value.isEmpty() || !(value.get() instanceof Yaml.Mapping map)) {
      return Source.of(claim.text("source", ORIGINS).orElse(""));
    }
    Fields origins = claim.map(claim.name("source"), map);
    origins.refuseOthers(Origin.keys());
    List<Part> parts = new ArrayList<>();
    for (String key : map.entries().keySet()) {
      Optional<Origin> origin = Origin.of(key);
      if (origin.isPresent()) {
        parts.add(new Part(origin, origins.requiredText(key)));
      }
    }
    return new Source(parts);
  }

  private void fault(String key, String message) {
    Position position = claim.position(key);
    claim.fault(position, "%s: %s".formatted(claim.name(key), message));
  }
}
