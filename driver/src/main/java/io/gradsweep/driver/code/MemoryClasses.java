package io.gradsweep.driver.code;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A class loader of classes that are not on any disk yet, to examine them without initialising any.
 */
final class MemoryClasses extends URLClassLoader {

  private final Map<String, byte[]> classes;

  MemoryClasses(Map<String, byte[]> classes, List<Path> classPath) throws IOException {
    super(urls(classPath), Thread.currentThread().getContextClassLoader());
    this.classes = classes;
  }

  private static URL[] urls(List<Path> classPath) throws IOException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    return urls;
  }

  /** Name of the entry of an archive in which a class stands. */
  static String entry(String className) {
    return className.replace('.', '/') + ".class";
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
  }

  /** The subclasses that can be instantiated. */
  List<Class<?>> subclassesOf(Class<?> type) {
    List<Class<?>> found = new ArrayList<>();
    for (String name : classes.keySet()) {
      try {
        Class<?> candidate = Class.forName(name, false, this);
        if (type.isAssignableFrom(candidate) && !Modifier.isAbstract(candidate.getModifiers())) {
          found.add(candidate);
        }
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("Cannot find class that was compiled: " + name, e);
      }
    }
    return found;
  }
}
