package io.gradsweep.workers.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestMounts {

  private static final List<String> TABLE =
      List.of(
          "20 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw",
          "21 20 0:30 / /tmp rw,nosuid,nodev,noexec,relatime shared:3 - tmpfs tmpfs rw,size=1k",
          "22 21 0:31 / /tmp/job\\040one rw - tmpfs none rw",
          "23 20 0:32 / /home rw,noexec - nfs server:/home rw",
          "24 20 0:33 / /home rw - tmpfs none rw",
          "25 20 0:34 / /na\\303\\257ve rw,noexec - tmpfs none rw");

  @ParameterizedTest
  @CsvSource({
    "/, false",
    "/var/tmp, false",
    "/tmp, true",
    "/tmp/gradsweep-0, true",
    "/tmpfs, false",
    "/tmp/job one/x, false",
    "/home/me, false",
    "/naïve/x, true"
  })
  void theMountThatAFolderIsSeenThroughDecides(String folder, boolean forbidden) {
    assertThat(Mounts.forbidPrograms(Path.of(folder), TABLE)).isEqualTo(forbidden);
  }
}
