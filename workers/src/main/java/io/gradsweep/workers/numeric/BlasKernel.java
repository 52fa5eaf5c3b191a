package io.gradsweep.workers.numeric;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The kernel with which OpenBLAS computes. Each kernel sums in another order, so by default
 * OpenBLAS gives different bits on different processors. The variables of {@link #environment} make
 * all machines use a kernel that most of them have; they apply to a process that is started with
 * them.
 */
public final class BlasKernel {

  /** Variable that names the kernel, if somebody chooses it. */
  static final String VARIABLE = "OPENBLAS_CORETYPE";

  private static final String OF_LIBTORCH = "ATEN_CPU_CAPABILITY";
  private static final String OF_ONEDNN = "ONEDNN_MAX_CPU_ISA";

  private static final String HASWELL = "Haswell";
  private static final Set<String> OF_HASWELL = Set.of("avx2", "fma");

  /** Kernels of OpenBLAS by the names that {@value #VARIABLE} takes. */
  private static final List<String> NAMES =
      List.of(
          ("Prescott Core2 Nehalem Sandybridge Haswell SkylakeX Cooperlake SapphireRapids Athlon"
                  + " Barcelona Bulldozer Piledriver Steamroller Excavator Zen ARMV8 ARMV8SVE A64FX"
                  + " CortexA53 CortexA55 CortexA57 CortexA72 CortexA73 CortexX1 NeoverseN1 NeoverseN2"
                  + " NeoverseV1 ThunderX ThunderX2T99 ThunderX3T110 TSV110 Falkor EMAG8180")
              .split(" "));

  private BlasKernel() {}

  /**
   * The environment that makes another process compute the same as most machines. The environment
   * of this process has priority: the launcher has chosen it, or a person.
   */
  public static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(common());
    Stream.of(VARIABLE, OF_LIBTORCH, OF_ONEDNN)
        .filter(name -> !System.getenv().getOrDefault(name, "").isBlank())
        .forEach(name -> environment.put(name, System.getenv(name)));
    return environment;
  }

  /**
   * The variables that a process on a machine like this one needs to compute the same as most
   * others. On x86-64 they select the kernels for AVX2, also in LibTorch; on 64-bit Arm those for
   * every such processor. If the processor has less, the libraries choose, as they do on systems
   * other than Linux. The launcher applies the same rule to its own process.
   */
  static Map<String, String> common() {
    return common(System.getProperty("os.name"), System.getProperty("os.arch"), Processor.here());
  }

  static Map<String, String> common(String system, String arch, Processor processor) {
    boolean linux = system.equals("Linux");
    if (linux && arch.equals("amd64") && processor.abilities().containsAll(OF_HASWELL)) {
      return Map.of(VARIABLE, HASWELL, OF_LIBTORCH, "avx2", OF_ONEDNN, "AVX2");
    }
    return linux && arch.equals("aarch64") ? Map.of(VARIABLE, "ARMV8") : Map.of();
  }

  /**
   * Refuses a kernel whose instructions this processor lacks: OpenBLAS would use it, and the
   * process would die.
   *
   * @param kernel the chosen kernel; null for none
   * @throws UnsatisfiedLinkError if the processor lacks them
   */
  static void requireAbilities(String kernel, Processor processor) {
    if (HASWELL.equalsIgnoreCase(kernel) && !processor.abilities().containsAll(OF_HASWELL)) {
      throw new UnsatisfiedLinkError(
          ("OpenBLAS's kernel %s takes AVX2 and FMA, which this processor lacks: %s"
                  + " (set %s to another one)")
              .formatted(HASWELL, processor.model(), VARIABLE));
    }
  }

  /**
   * The kernel that runs in this process; loads OpenBLAS. Empty if it was built with a single one.
   */
  static Optional<String> running() {
    NativeLibraries.await();
    Pointer chosen = Loader.addressof("gotoblas");
    if (chosen == null) {
      return Optional.empty();
    }
    try (PointerPointer<Pointer> table = new PointerPointer<>(chosen)) {
      Pointer kernel = table.get(0);
      return NAMES.stream().filter(name -> isAt(name, kernel)).findFirst();
    }
  }

  /** OpenBLAS keeps each kernel as a table under the kernel's name, in capitals. */
  private static boolean isAt(String name, Pointer kernel) {
    Pointer table = Loader.addressof("gotoblas_" + name.toUpperCase(Locale.ROOT));
    return kernel != null && kernel.equals(table);
  }
}
