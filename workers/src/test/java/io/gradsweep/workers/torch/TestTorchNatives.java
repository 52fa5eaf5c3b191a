package io.gradsweep.workers.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.workers.OwnJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsTorch
class TestTorchNatives {

  /** Unpacks LibTorch on a thread that is interrupted meanwhile, then uses it on another. */
  public static final class Interrupted {
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      Thread first =
          new Thread(
              () -> {
                begun.countDown();
                TorchNatives.prepareThread();
                System.out.print(Thread.currentThread().isInterrupted() ? "kept" : "lost");
              });
      first.start();
      begun.await();
      TimeUnit.MILLISECONDS.sleep(300);
      first.interrupt();
      first.join();
      TorchNatives.prepareThread();
      System.out.print(", used");
    }
  }

  @Test
  void anInterruptWhileItIsUnpackedHarmsNoLaterTrial(@TempDir Path unpacked) throws IOException {
    String said =
        OwnJvm.said(Interrupted.class, Map.of(), "-Dorg.bytedeco.javacpp.cachedir=" + unpacked);
    assertThat(said).isEqualTo("kept, used");
  }
}
