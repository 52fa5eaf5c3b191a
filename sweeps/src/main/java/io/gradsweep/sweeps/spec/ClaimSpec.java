package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Locale;

/**
 * A sentence as a question about outcomes and a bound.
 *
 * @param bound the numbers that the sentence accepts; {@link Bound#unread} in a sweep with problems
 * @param position position of its question; ignored when claims are compared
 */
public record ClaimSpec(
    Kind kind, String claim, Source source, Question question, Bound bound, Position position) {

  /** The subject of a sentence. */
  public enum Kind {
    /** A sentence of a paper. */
    CLAIM,
    /** A check of the code, which cannot fail unless the code is wrong. */
    CHECK;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes a claim in SQL that comes from no file. */
  public ClaimSpec(String claim, String source, String sql, Bound bound) {
    this(Kind.CLAIM, claim, Source.of(source), new Question.Sql(sql), bound, Position.NONE);
  }

  public boolean isCheck() {
    return kind == Kind.CHECK;
  }

  private List<Object> parts() {
    return List.of(kind, claim, source, question, bound);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClaimSpec that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}
