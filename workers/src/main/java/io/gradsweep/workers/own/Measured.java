package io.gradsweep.workers.own;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A scalar that a trial returns: a field of type double, int, long, boolean, String or of an enum,
 * read when {@link OwnSimulation#run} has returned. A double that is 0 at first and that no trial
 * assigns is null in the row, and so is a text that is null.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Measured {

  String about() default "";

  String unit() default "1";
}
