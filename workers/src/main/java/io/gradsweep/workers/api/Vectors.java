package io.gradsweep.workers.api;

import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;

/**
 * Detects whether this JVM has Java's vector instructions: the module {@code jdk.incubator.vector},
 * which it must be told to add. Only classes whose name begins with {@code Vector} use the module,
 * and they are loaded by name, where it is there.
 */
public final class Vectors {

  public static final String MODULE = "jdk.incubator.vector";

  private static final boolean THERE = ModuleLayer.boot().findModule(MODULE).isPresent();

  private Vectors() {}

  public static boolean areThere() {
    return THERE;
  }

  /** Whether a JVM of this Java can be told to add them. */
  public static boolean areInThisJava() {
    return ModuleFinder.ofSystem().find(MODULE).isPresent();
  }

  /**
   * Makes an instance of a class that needs them.
   *
   * @param type what it is
   * @param name its name, with a constructor without arguments
   */
  public static <T> T make(Class<T> type, String name) {
    try {
      Constructor<?> found =
          Class.forName(name, true, type.getClassLoader()).getDeclaredConstructor();
      found.setAccessible(true);
      return type.cast(found.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot make %s: %s (this JVM has no %s)".formatted(name, e, MODULE), e);
    }
  }
}
