package io.gradsweep.driver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises of every storage, on the local disk and through Hadoop's file contexts. */
class TestStorage {

  abstract static class Contract {

    @TempDir Path folder;

    abstract Storage storage();

    static byte[] bytes(String text) {
      return text.getBytes(UTF_8);
    }

    /** 16 threads for each name: one wins, and the file is the winner's. */
    void race(int names) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(16);
      try {
        for (int name = 0; name < names; name++) {
          String path = "c/" + name;
          List<Callable<Boolean>> publishers = new ArrayList<>();
          for (int t = 0; t < 16; t++) {
            byte[] content = bytes("thread " + t);
            String finished = "_tmp/%d-%d".formatted(name, t);
            publishers.add(
                () -> {
                  storage().replace(finished, content);
                  return storage().publish(finished, path);
                });
          }
          List<Future<Boolean>> won = threads.invokeAll(publishers);
          List<Integer> winners = new ArrayList<>();
          for (int t = 0; t < 16; t++) {
            if (won.get(t).get()) {
              winners.add(t);
            }
          }
          assertThat(winners).hasSize(1);
          assertThat(storage().read(path)).hasValue(bytes("thread " + winners.get(0)));
        }
        assertThat(storage().list("c")).hasSize(names);
      } finally {
        threads.shutdownNow();
      }
    }

    @Test
    void aFileIsCreatedOnce() throws IOException {
      assertThat(storage().createIfAbsent("a/x", bytes("one"))).isTrue();
      assertThat(storage().createIfAbsent("a/x", bytes("two"))).isFalse();
      assertThat(storage().read("a/x")).hasValue(bytes("one"));
      assertThat(storage().read("a/y")).isEmpty();
      assertThat(storage().list("a")).extracting(Storage.StoredFile::name).containsExactly("x");
      assertThat(storage().list("none")).isEmpty();
    }

    @Test
    void whatIsPublishedIsNotOverwritten() throws IOException {
      storage().replace("_tmp/1", bytes("one"));
      storage().replace("_tmp/2", bytes("two"));
      assertThat(storage().publish("_tmp/1", "b/x")).isTrue();
      assertThat(storage().publish("_tmp/2", "b/x")).isFalse();
      assertThat(storage().read("b/x")).hasValue(bytes("one"));
      assertThat(storage().exists("_tmp/1")).isFalse();
      assertThat(storage().exists("_tmp/2")).isTrue();
      storage().publishReplacing("_tmp/2", "b/x");
      assertThat(storage().read("b/x")).hasValue(bytes("two"));
      storage().delete("b/x");
      storage().delete("b/x");
      assertThat(storage().exists("b/x")).isFalse();
    }

    @Test
    void aFileIsReplacedOnlyWhereItHoldsWhatIsExpected() throws IOException {
      assertThat(storage().replaceIf("a/x", bytes("one"), bytes("two"))).isFalse();
      assertThat(storage().createIfAbsent("a/x", bytes("one"))).isTrue();
      assertThat(storage().replaceIf("a/x", bytes("other"), bytes("two"))).isFalse();
      assertThat(storage().read("a/x")).hasValue(bytes("one"));
      assertThat(storage().replaceIf("a/x", bytes("one"), bytes("two"))).isTrue();
      assertThat(storage().replaceIf("a/x", bytes("one"), bytes("three"))).isFalse();
      assertThat(storage().read("a/x")).hasValue(bytes("two"));
      assertThat(storage().list("a")).extracting(Storage.StoredFile::name).containsExactly("x");
    }

    /**
     * Two threads create each file, while a third deletes what lies beside it, as one who has just
     * got a study's lock does with what dead processes have left.
     */
    void createAmongDeletions() throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Thread tidier = new Thread(this::deleteWhatLiesBeside);
      tidier.start();
      try {
        for (int name = 0; name < 6; name++) {
          String path = "file-" + name;
          Future<Boolean> one = threads.submit(() -> storage().createIfAbsent(path, bytes("one")));
          Future<Boolean> two = threads.submit(() -> storage().createIfAbsent(path, bytes("two")));
          assertThat(two.get()).isNotEqualTo(one.get());
          assertThat(storage().read(path)).hasValue(bytes(one.get() ? "one" : "two"));
        }
      } finally {
        tidier.interrupt();
        tidier.join();
        threads.shutdownNow();
      }
      assertThat(storage().list("")).hasSize(6);
    }

    /** Deletes at most five files beside each name: nobody tidies up again and again. */
    private void deleteWhatLiesBeside() {
      try {
        Storage storage = storage();
        Map<String, Integer> deleted = new HashMap<>();
        while (true) {
          for (Storage.StoredFile file : storage.list("")) {
            String name = file.name().replaceFirst("[.].*", "");
            if (RenamingStorage.isBeside(file.name())
                && deleted.merge(name, 1, Math::addExact) <= 5) {
              storage.delete(file.name());
            }
          }
          Thread.sleep(5);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void publishingWhatIsNotThereFails() {
      assertThatThrownBy(() -> storage().publish("_tmp/none", "b/x"))
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

    @Test
    void ofManyPublishersExactlyOneWins() throws Exception {
      race(50);
    }

    @Test
    void aFileIsCreatedWhoeverDeletesWhatLiesBesideIt() throws Exception {
      createAmongDeletions();
    }

    /** A folder that was moved away, or is on a disk that was unmounted. */
    @Test
    void nothingIsWrittenInThePlaceOfAFolderThatIsGone() throws IOException {
      URI gone = folder.resolve("study").toUri();
      Storage storage = Storage.open(gone);
      storage.createFolders("");
      storage.replace("a/x", bytes("one"));
      storage.replace("a/x", bytes("two"));
      Files.move(folder.resolve("study"), folder.resolve("elsewhere"));
      assertThatThrownBy(() -> storage.replace("a/x", bytes("three")))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> storage.createIfAbsent("y", bytes("three")))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> storage.createFolders("_tmp"))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(folder.resolve("study")).doesNotExist();
      assertThat(folder.resolve("elsewhere/a/x")).hasContent("two");
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
  void untriedObjectStoresAreRefusedWithAWord() {
    assertThatThrownBy(() -> Storage.open(URI.create("gs://bucket/study")))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot use folder: gs://bucket/study (of object stores, s3a://BUCKET/… is supported)");
  }
}
