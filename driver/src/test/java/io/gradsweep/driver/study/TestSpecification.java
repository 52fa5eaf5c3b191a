package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of files are for other tools: one that changes in the code alone fails here. */
class TestSpecification {

  private static final Path PAGE = Path.of("../results-schema/SPEC.md");

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(Manifest.class, "\n`manifest.json` describes", "\nThe footer of every file"),
        Arguments.of(Generation.class, "\n`_plan/NNNN.json` is", "\nA trial belongs to"),
        Arguments.of(Declaration.class, "\nThe declaration has the keys ", "\n`sweep.yaml` is"),
        Arguments.of(FileListing.class, "\n`_files/NNNN.json` is", "\nThese files count"),
        Arguments.of(LockHolder.class, "\nA file `_lock*` says", "\nAt rest"),
        Arguments.of(Heartbeat.class, "\nA file `_lock*` says", "\nAt rest"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesEveryKey(Class<?> type, String from, String to) throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf(from), page.indexOf(to));
    Set<String> keys = keys(type);
    assertThat(keys).isNotEmpty();
    assertThat(keys).allSatisfy(key -> assertThat(section).contains("`" + key + "`"));
  }

  /** The keys of a record's JSON, of the records unwrapped in it, and of those in its lists. */
  private static Set<String> keys(Class<?> type) {
    Set<String> keys = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        keys.addAll(keys(component.getType()));
        continue;
      }
      JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
      keys.add(named == null ? component.getName() : named.value());
      if (component.getGenericType() instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> element
          && element.isRecord()
          && element.getPackage().equals(type.getPackage())) {
        keys.addAll(keys(element));
      }
    }
    return keys;
  }
}
