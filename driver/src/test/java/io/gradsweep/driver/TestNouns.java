package io.gradsweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Types are nouns: few components each, and one meaning for a name. */
class TestNouns {

  private static final int MOST_COMPONENTS = 8;

  private static final String SIMULATIONS = "io.gradsweep.workers.simulations.";

  private static List<JavaClass> types() {
    return OwnClasses.ALL.stream()
        .filter(type -> !type.isAnonymousClass() && !type.getSimpleName().isEmpty())
        .toList();
  }

  @Test
  void noRecordHasMoreThanEightComponents() {
    List<JavaClass> records = types().stream().filter(JavaClass::isRecord).toList();
    assertThat(records).hasSizeGreaterThan(200);
    assertThat(records.stream().filter(type -> components(type).size() > MOST_COMPONENTS))
        .as("records whose components should be grouped into nouns")
        .isEmpty();
  }

  private static List<JavaField> components(JavaClass record) {
    return record.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .toList();
  }

  /**
   * Simulations are apart: the files of each have the same roles and names, and parameters the same
   * choices.
   */
  @Test
  void noTypeNameHasTwoMeanings() {
    Map<String, Set<String>> places = new TreeMap<>();
    for (JavaClass type : types()) {
      String name = type.getName();
      String place = name.startsWith(SIMULATIONS) ? SIMULATIONS : name;
      places.merge(type.getSimpleName(), Set.of(place), TestNouns::union);
    }
    places.values().removeIf(found -> found.size() == 1);
    assertThat(places).isEmpty();
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }
}
