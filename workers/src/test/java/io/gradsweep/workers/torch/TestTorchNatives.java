package io.gradsweep.workers.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder process =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            "-Dorg.bytedeco.javacpp.cachedir=" + unpacked,
            Interrupted.class.getName());
    process.redirectError(ProcessBuilder.Redirect.INHERIT);
    byte[] out = process.start().getInputStream().readAllBytes();
    assertThat(new String(out, StandardCharsets.UTF_8)).isEqualTo("kept, used");
  }
}
