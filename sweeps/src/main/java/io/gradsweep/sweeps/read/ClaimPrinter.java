package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.spec.ClaimSpec;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Question;
import io.gradsweep.sweeps.spec.Source;
import io.gradsweep.sweeps.spec.Source.Part;
import java.util.Optional;
import java.util.StringJoiner;

/** Prints the entries of a claim so that they read back as the same claim. */
final class ClaimPrinter implements Question.Cases<Void> {

  private final StringJoiner map = new StringJoiner(", ", "{", "}");

  private ClaimPrinter() {}

  static String print(ClaimSpec claim) {
    ClaimPrinter printer = new ClaimPrinter();
    printer.text("claim", claim.claim());
    printer.source(claim.source());
    claim.question().answer(printer);
    if (!(claim.question() instanceof Question.Every)) {
      printer.text("expect", claim.bound().text());
    }
    return printer.map.toString();
  }

  private void text(String key, String value) {
    map.add(key + ": " + SweepPrinter.quoted(value));
  }

  private void text(String key, Optional<?> value) {
    value.ifPresent(text -> text(key, text.toString()));
  }

  private void source(Source source) {
    if (source.isEmpty()) {
      return;
    }
    if (!source.namesOrigins()) {
      text("source", source.words());
      return;
    }
    StringJoiner origins = new StringJoiner(", ", "{", "}");
    for (Part part : source.parts()) {
      String key = part.origin().orElseThrow().word();
      origins.add(key + ": " + SweepPrinter.quoted(part.text()));
    }
    map.add("source: " + origins);
  }

  @Override
  public Void sql(Question.Sql question) {
    text("sql", question.text());
    return null;
  }

  @Override
  public Void cell(Question.CellValue question) {
    text("of", question.of().text());
    text("where", question.where());
    text("best", question.best());
    return null;
  }

  @Override
  public Void pairs(Question.Pairs question) {
    text("compare", question.arms().toString());
    text("of", question.of().text());
    if (question.ratio()) {
      map.add("ratio: true");
    }
    question.match().ifPresent(match -> map.add("match: " + SweepPrinter.texts(match)));
    text("where", question.where());
    text("best", question.best());
    return null;
  }

  @Override
  public Void exponent(Question.Exponent question) {
    FitSpec fit = question.fit();
    text("fit", fit.y() + "~" + fit.x());
    if (fit.scale() != FitScale.LOGLOG) {
      text("scale", fit.scale().word());
    }
    if (Double.isFinite(fit.from()) || Double.isFinite(fit.to())) {
      map.add("window: [%s, %s]".formatted(end(fit.from()), end(fit.to())));
    }
    text("where", question.where());
    return null;
  }

  /** An end of a window. */
  static String end(double x) {
    return Double.isFinite(x) ? SweepPrinter.scalar(ParamValue.of(x)) : "null";
  }

  @Override
  public Void every(Question.Every question) {
    text("every", question.condition());
    map.add("except: " + question.except());
    text("where", question.where());
    return null;
  }
}
