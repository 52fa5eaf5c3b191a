package io.gradsweep.driver.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Distinguishes the answers of an object store, without one. */
class TestObjectStorage {

  private static final String REFUSING = "spark.hadoop.fs.refusing.impl";
  private static final byte[] STALE = "stale".getBytes(UTF_8);
  private static final byte[] OTHER = "other".getBytes(UTF_8);
  private static final byte[] OURS = "ours".getBytes(UTF_8);

  /** Action of another process on the file during our upload. */
  private static byte[] meanwhile;

  @TempDir private java.nio.file.Path folder;

  /** A store that takes no upload. */
  public static final class Refusing extends RawLocalFileSystem {

    @Override
    public URI getUri() {
      return URI.create("refusing:///");
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) {
      return true;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      byte[] content = Files.readAllBytes(pathToFile(super.getFileStatus(path).getPath()).toPath());
      return new Tagged(path, Integer.toString(Arrays.hashCode(content)));
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared there
    public FSDataOutputStreamBuilder createFile(Path path) {
      return new Upload(this, path);
    }
  }

  private static final class Tagged extends FileStatus implements EtagSource {

    private static final long serialVersionUID = 1;

    private final String tag;

    Tagged(Path path, String tag) {
      super(1, false, 1, 1, 1, path);
      this.tag = tag;
    }

    @Override
    public String getEtag() {
      return tag;
    }
  }

  private static final class Upload extends FSDataOutputStreamBuilder<FSDataOutputStream, Upload> {

    private final Refusing store;

    Upload(Refusing store, Path path) {
      super(store, path);
      this.store = store;
    }

    @Override
    public Upload getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      Files.write(store.pathToFile(getPath()).toPath(), meanwhile);
      throw new AccessDeniedException(getPath().toString(), null, "403");
    }
  }

  @BeforeEach
  void set() throws IOException {
    System.setProperty(REFUSING, Refusing.class.getName());
    Files.write(folder.resolve("_lock"), STALE);
  }

  @AfterEach
  void reset() {
    System.clearProperty(REFUSING);
  }

  private Storage storage() {
    return new ObjectStorage(URI.create("refusing://" + folder));
  }

  /**
   * If this counted as another's success, a request for a stale lock would be repeated for ever.
   */
  @Test
  void aRefusedUploadIsNoFailedCondition() {
    meanwhile = STALE;
    assertThatThrownBy(() -> storage().replaceIf("_lock", STALE, OURS))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("403");
  }

  @Test
  void aFileThatAnotherHasReplacedIsAFailedCondition() throws IOException {
    meanwhile = OTHER;
    assertThat(storage().replaceIf("_lock", STALE, OURS)).isFalse();
  }

  @Test
  void anUploadWhoseAnswerIsLostHasReplaced() throws IOException {
    meanwhile = OURS;
    assertThat(storage().replaceIf("_lock", STALE, OURS)).isTrue();
  }
}
