package io.gradsweep.workers.own;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A number recorded along a trial, besides {@code error}: a field of type double, read at the end
 * of each step that is recorded.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Metric {

  String about() default "";

  String unit() default "1";
}
