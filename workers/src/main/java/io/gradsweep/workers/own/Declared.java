package io.gradsweep.workers.own;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a class that extends {@link OwnSimulation}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Declared {

  /** The name by which a sweep file speaks of it: {@code my-descent}. */
  String name();

  /** To be raised if the same parameters and seed give other numbers. */
  int version() default 1;

  /** One line: the question that it answers. */
  String about() default "";

  String paper() default "";
}
