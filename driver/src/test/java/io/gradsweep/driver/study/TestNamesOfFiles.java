package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are read back, in JVMs of people who write other digits. */
class TestNamesOfFiles {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void takeBack() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "th-TH-u-nu-thai", "tr-TR", "de-DE", "hi-IN-u-nu-deva"})
  void digitsAreTheSameEverywhere(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));
    assertThat(new PartName(1, 23).file()).isEqualTo("g0001-s00023.parquet");
    assertThat(Study.path(7)).isEqualTo("_plan/0007.json");
    assertThat(FileListing.path(7)).isEqualTo("_files/0007.json");
    assertThat(DataFile.compactedName(4, 56)).matches("c0004-00056-[0-9a-f]{8}\\.parquet");
  }
}
