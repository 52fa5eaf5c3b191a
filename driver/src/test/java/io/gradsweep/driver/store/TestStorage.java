package io.gradsweep.driver.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage promises, on the local disk and through Hadoop's file contexts. */
class TestStorage {

  abstract static class Contract {

    @TempDir Path folder;

    abstract Storage storage();

    private static byte[] bytes(String text) {
      return text.getBytes(UTF_8);
    }

    @Test
    void aFileIsCreatedOnce() throws IOException {
      assertThat(storage().createIfAbsent("a/x", bytes("one"))).isTrue();
      assertThat(storage().createIfAbsent("a/x", bytes("two"))).isFalse();
      assertThat(storage().read("a/x")).hasValue(bytes("one"));
      assertThat(storage().read("a/y")).isEmpty();
      assertThat(storage().list("a")).extracting(Storage.Entry::name).containsExactly("x");
      assertThat(storage().list("none")).isEmpty();
    }

    @Test
    void whatIsPublishedIsNotOverwritten() throws IOException {
      storage().replace("tmp/1", bytes("one"));
      storage().replace("tmp/2", bytes("two"));
      assertThat(storage().publish("tmp/1", "b/x")).isTrue();
      assertThat(storage().publish("tmp/2", "b/x")).isFalse();
      assertThat(storage().read("b/x")).hasValue(bytes("one"));
      assertThat(storage().exists("tmp/1")).isFalse();
      assertThat(storage().exists("tmp/2")).isTrue();
      storage().publishReplacing("tmp/2", "b/x");
      assertThat(storage().read("b/x")).hasValue(bytes("two"));
      storage().delete("b/x");
      storage().delete("b/x");
      assertThat(storage().exists("b/x")).isFalse();
    }

    @Test
    void publishingWhatIsNotThereFails() {
      assertThatThrownBy(() -> storage().publish("tmp/none", "b/x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("none");
    }
  }

  @Nested
  class Local extends Contract {
    @Override
    Storage storage() {
      return Storage.open(folder.toUri());
    }

    /** 16 threads, 50 names: each name has one winner, and its content is the winner's. */
    @Test
    void ofManyPublishersExactlyOneWins() throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(16);
      try {
        for (int name = 0; name < 50; name++) {
          String path = "c/" + name;
          List<Callable<Boolean>> publishers = new ArrayList<>();
          for (int t = 0; t < 16; t++) {
            String content = "thread " + t;
            publishers.add(() -> storage().createIfAbsent(path, content.getBytes(UTF_8)));
          }
          int winners = 0;
          for (Future<Boolean> won : threads.invokeAll(publishers)) {
            winners += won.get() ? 1 : 0;
          }
          assertThat(winners).isEqualTo(1);
        }
        assertThat(storage().list("c")).hasSize(50);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Nested
  class Hadoop extends Contract {
    @Override
    Storage storage() {
      return new HadoopStorage(folder.toUri());
    }
  }

  @Test
  void objectStoresAreRefusedWithAWord() {
    assertThatThrownBy(() -> Storage.open(URI.create("s3a://bucket/study")))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot use folder: s3a://bucket/study (object stores are not supported; give a folder"
                + " or hdfs://…)");
  }
}
