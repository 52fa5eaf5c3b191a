package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradsweep.workers.OwnJvm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestBlasKernel {

  private static final Processor NEW =
      new Processor("new", Set.of("sse2", "avx", "fma", "avx2", "avx512f"));
  private static final Processor OLD = new Processor("old", Set.of("sse2", "avx"));

  /** Prints which linear algebra runs in a process of its own. */
  public static final class Said {
    public static void main(String[] args) {
      BlasIdentity here = BlasIdentity.here();
      System.out.printf("%s|%s|%s", here.name(), here.kernel(), here.results());
    }
  }

  private static String[] said(String kernel) throws IOException {
    return OwnJvm.said(Said.class, Map.of(BlasKernel.VARIABLE, kernel)).split("\\|");
  }

  @Test
  void machinesWithAvx2ComputeWithOneKernel() {
    assertThat(BlasKernel.common("Linux", "amd64", NEW))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "OPENBLAS_CORETYPE",
                "Haswell",
                "ATEN_CPU_CAPABILITY",
                "avx2",
                "ONEDNN_MAX_CPU_ISA",
                "AVX2"));
    assertThat(BlasKernel.common("Linux", "aarch64", OLD))
        .isEqualTo(Map.of("OPENBLAS_CORETYPE", "ARMV8"));
  }

  @Test
  void othersTakeTheirOwn() {
    assertThat(BlasKernel.common("Linux", "amd64", OLD)).isEmpty();
    assertThat(BlasKernel.common("Mac OS X", "aarch64", OLD)).isEmpty();
  }

  @Test
  void aKernelThatTheProcessorCannotRunIsRefused() {
    assertThatThrownBy(() -> BlasKernel.requireAbilities("haswell", OLD))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessage(
            "OpenBLAS's kernel Haswell takes AVX2 and FMA, which this processor lacks: old (set"
                + " OPENBLAS_CORETYPE to another one)");
    assertThatCode(() -> BlasKernel.requireAbilities("Haswell", NEW)).doesNotThrowAnyException();
    assertThatCode(() -> BlasKernel.requireAbilities(null, OLD)).doesNotThrowAnyException();
  }

  @Test
  void theKernelThatRunsIsNamed() throws IOException {
    assumeTrue(BlasKernel.common().containsValue("Haswell"), "skipped: no processor with AVX2");
    String[] haswell = said("Haswell");
    String[] other = said("Sandybridge");
    assertThat(List.of(haswell[0], haswell[1])).containsExactly("OpenBLAS 0.3.26", "Haswell");
    assertThat(other[1]).isEqualTo("Sandybridge");
    assertThat(haswell[2]).matches("[0-9a-f]{8}").isNotEqualTo(other[2]);
  }

  @Test
  void aProcessorIsNamedAsLinuxDoes() {
    List<String> intel = List.of("processor\t: 0", "model name\t: Xeon (R)", "flags\t\t: fma avx2");
    assertThat(Processor.of(intel)).isEqualTo(new Processor("Xeon (R)", Set.of("fma", "avx2")));
    List<String> arm =
        List.of("Features\t: fp asimd", "CPU implementer\t: 0x41", "CPU part\t: 0xd40");
    assertThat(Processor.of(arm))
        .isEqualTo(new Processor("0x41 part 0xd40", Set.of("fp", "asimd")));
    assertThat(Processor.of(List.of()).model()).isEqualTo("unknown");
  }
}
