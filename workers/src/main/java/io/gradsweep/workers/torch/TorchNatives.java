package io.gradsweep.workers.torch;

import io.gradsweep.workers.numeric.LibraryLoader;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Checks whether LibTorch is installed. Its natives are a separate artifact; without them
 * everything works except the networks of this package. The check loads nothing.
 */
public final class TorchNatives {

  private static final String LIBRARY = System.mapLibraryName("jnitorch");

  static {
    // JavaCPP would collect garbage whenever the process outgrows a multiple of the Java heap; read
    // when its first class is loaded, so setting it may come too late, which costs only time
    if (System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
      System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }
  }

  /** Is initialised once LibTorch is loaded, however the thread that needs it is interrupted. */
  private static final class Loaded {
    static {
      // no lambda: it would be a method of this class, which its thread would wait for
      new LibraryLoader("LibTorch", TorchNatives::load).await();
    }

    /** The first call returns once LibTorch is loaded. */
    static void await() {}
  }

  private TorchNatives() {}

  private static void load() {
    torch.get_num_threads();
  }

  public static boolean present() {
    String resource = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/" + LIBRARY;
    return TorchNatives.class.getResource(resource) != null;
  }

  /** Names what is missing and how to get it, in one sentence; empty if nothing is missing. */
  public static Optional<String> missing() {
    return present()
        ? Optional.empty()
        : Optional.of(
            ("LibTorch for %s is not installed: './gradsweep install-torch' fetches it once, 74 MB"
                    + " (without the launcher, put the archive org.bytedeco:pytorch of that"
                    + " platform on the class path)")
                .formatted(Loader.getPlatform()));
  }

  /**
   * Makes LibTorch compute on the calling thread alone, which keeps task slots apart and sums in
   * one order, and run scripts as they are written: an optimiser that learns from the first calls
   * could change the second run of a trial. Loads LibTorch at the first call.
   *
   * @throws IllegalStateException if the natives are missing
   */
  static void prepareThread() {
    if (!present()) {
      throw new IllegalStateException("Cannot train network: " + missing().orElseThrow());
    }
    Loaded.await();
    torch.set_num_threads(1); // OpenMP keeps this number for each calling thread
    torch.setGraphExecutorOptimize(false); // of the calling thread too
  }
}
