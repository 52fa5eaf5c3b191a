package io.gradsweep.driver.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.summary.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Different values have different texts, none longer than needed for that. */
class TestColumnTexts {

  private static List<String> texts(Object... values) {
    ColumnTexts texts = ColumnTexts.of(Arrays.asList(values));
    return Arrays.stream(values).map(texts::of).toList();
  }

  @Test
  void numbersHaveAsManyDigitsAsTellThemApart() {
    assertThat(texts(1.99996, 1.99998, 2.0, 2.00004))
        .containsExactly("1.99996", "1.99998", "2", "2.00004");
    assertThat(texts(0.1, 1 / 3.0, 2.0)).containsExactly("0.1", "0.33333", "2");
    assertThat(texts(0.1, 0.30000000000000004, 0.3))
        .containsExactly("0.1", "0.30000000000000004", "0.3");
    assertThat(texts(1e9 + 1, 1e9 + 2, 5.0))
        .containsExactly("1.000000001e+09", "1.000000002e+09", "5");
    assertThat(texts(999999.7, 1e6)).containsExactly("999999.7", "1.00000e+06");
    assertThat(texts(-1.00000001, -1.00000002)).containsExactly("-1.00000001", "-1.00000002");
    assertThat(texts(1.00001e-9, 1.00002e-9)).containsExactly("1.00001e-09", "1.00002e-09");
    assertThat(texts(0.0, -0.0, Double.MIN_VALUE)).containsExactly("0", "0", "4.900e-324");
    assertThat(texts(2.0, 2.0, null)).containsExactly("2", "2", "");
    assertThat(texts(Double.MAX_VALUE, Math.nextDown(Double.MAX_VALUE), Double.POSITIVE_INFINITY))
        .doesNotHaveDuplicates();
    assertThat(texts(9007199254740993L, 9007199254740992L))
        .containsExactly("9007199254740993", "9007199254740992");
  }

  /** Neighbouring doubles of any size, among others. */
  @Test
  void anyTwoNumbersAreToldApart() {
    RandomStream random = Streams.ofSweep(7, "texts");
    for (int round = 0; round < 200; round++) {
      Set<Double> numbers = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        double x = Math.scalb(random.nextGaussian(), (int) (40 * random.nextGaussian()));
        numbers.add(x);
        numbers.add(Math.nextUp(x));
        numbers.add(x * (1 + 1e-7));
      }
      List<String> texts = texts(numbers.toArray());
      assertThat(new HashSet<>(texts)).hasSameSizeAs(numbers);
    }
  }

  @Test
  void numbersThatAreFarApartHaveDifferentTexts() {
    RandomStream random = Streams.ofSweep(8, "texts");
    int far = 0;
    for (int round = 0; round < 20_000; round++) {
      double x = Math.scalb(random.nextGaussian(), (int) (10 * random.nextGaussian()));
      double y = x * (1 + Math.pow(10, -12 * random.nextDouble()) * random.nextGaussian());
      int digits = 5 + (int) (15 * random.nextDouble());
      if (NumberText.farApart(x, y, digits)) {
        assertThat(NumberText.of(x, digits)).isNotEqualTo(NumberText.of(y, digits));
        far++;
      }
    }
    assertThat(far).isBetween(2_000, 18_000);
    assertThat(NumberText.farApart(1e-3, Math.nextDown(1e-3), 5)).isFalse();
    assertThat(NumberText.farApart(999_999, 1e6, 5)).isFalse();
    assertThat(NumberText.farApart(0, 1e-300, 5)).isTrue();
    assertThat(NumberText.farApart(-2, 2, 5)).isTrue();
  }

  private static Estimate between(double value, double low, double high) {
    return Estimate.between(value, Optional.of(new Interval(low, high)));
  }

  @Test
  void anIntervalOfNearlyEqualEndsHasTheValuesDigits() {
    assertThat(texts(between(0.0194597891408189, 0.0194597891408189, 0.01945978914081891)))
        .containsExactly("0.01946 [0.01946, 0.01946]");
    assertThat(texts(between(0.0194597, 0.01945968, 0.01945981)))
        .containsExactly("0.0194597 [0.01945968, 0.01945981]");
    assertThat(texts(between(1, 0.7246, 1), between(0.5, 0.5, 0.5)))
        .containsExactly("1 [0.72, 1]", "0.5 [0.5, 0.5]");
    assertThat(texts(between(2, 1.5, 2.5), between(2.000001, 1.5, 2.5)))
        .containsExactly("2 [1.5, 2.5]", "2.000001 [1.5, 2.5]");
  }

  @Test
  void textsThatLookAlikeAreQuoted() {
    assertThat(texts("a", "a ", "b")).containsExactly("\"a\"", "\"a \"", "b");
    assertThat(texts("", null, "null")).containsExactly("\"\"", "", "null");
    assertThat(texts("x y", "x\ty", "x\u00a0y", "x  y"))
        .containsExactly("\"x y\"", "\"x\\ty\"", "\"x\\u00a0y\"", "\"x \\u0020y\"");
    assertThat(texts("c\u0001", "c\\u0001")).doesNotHaveDuplicates();
    assertThat(texts("a", "a ", "\"a \"")).doesNotHaveDuplicates();
    String head = "long ".repeat(50);
    assertThat(texts(head + "1", head + "2")).containsExactly(head + "1", head + "2");
  }

  @Test
  void aCellIsToldApartFromWhatItStandsBeside() {
    assertThat(AnswerFormat.text(Beside.of(0.00182721, 0.00182722))).isEqualTo("0.00182721");
    assertThat(AnswerFormat.text(Beside.of(0.00182721, 0.00182721))).isEqualTo("0.0018272");
    assertThat(AnswerFormat.text(Beside.of(Estimate.plusMinus(0.0500001, Optional.empty()), 0.05)))
        .isEqualTo("0.0500001");
    assertThat(texts(Beside.of(1.99996, 2.00004), Beside.of(2.00001, 2.00004), 2.0))
        .containsExactly("1.99996", "2.00001", "2");
    List<List<Object>> rows = new ArrayList<>();
    rows.add(Arrays.asList(Beside.of(0.00182721, 0.00182722), Beside.of(null, "x")));
    Answer answer = new Answer(List.of("a", "b"), rows);
    assertThat(AnswerFormat.JSON.print(answer)).contains("0.00182721").contains("null");
    assertThat(AnswerFormat.CSV.print(answer)).isEqualTo("a,b\n0.00182721,\n");
  }
}
