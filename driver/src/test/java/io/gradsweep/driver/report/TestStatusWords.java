package io.gradsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page has a word, a shape, a pattern and a colour for every status, which no compiler sees.
 */
class TestStatusWords {

  private static String resource(String name) throws IOException {
    try (InputStream in = TestStatusWords.class.getResourceAsStream("/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyStatusHasALook(Status status) throws IOException {
    String script = resource("js/words.js");
    assertThat(script)
        .containsPattern("STATUSES = \\[[^\\]]*'%s'".formatted(status.word()))
        .containsPattern("GLYPHS = \\{[^}]*\\b%s:".formatted(status.word()))
        .containsPattern("(?s)DECALS = \\{.*?\\n  %s:.*?\\n\\};".formatted(status.word()));
    assertThat(resource("report.css"))
        .contains(
            ".fill-%s ".formatted(status.word()), ".status-%s .glyph".formatted(status.word()))
        .containsPattern("(?s)(--%s: .*){3}".formatted(status.word()));
  }
}
