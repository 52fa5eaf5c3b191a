package io.gradsweep.workers.own;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An input: a field of type double, int, long, boolean, String or of an enum, whose initial value
 * is the default. A field {@code stepSize} is the parameter {@code step_size}. A field of type
 * Double, Long or String that is null at first may be unset.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Parameter {

  String about() default "";

  String unit() default "1";

  /** The least valid number. */
  double least() default Double.NEGATIVE_INFINITY;

  /** Valid numbers are above it. */
  double above() default Double.NEGATIVE_INFINITY;

  /** The greatest valid number. */
  double most() default Double.POSITIVE_INFINITY;

  /** Valid numbers are below it. */
  double below() default Double.POSITIVE_INFINITY;

  /** The valid texts; empty for any. */
  String[] choices() default {};

  /** Whether a sweep must give a value. */
  boolean required() default false;

  /**
   * Whether it was added after trials were run: its initial value, which never changes from then
   * on, is left out of the identity of trials.
   */
  boolean addedLater() default false;
}
