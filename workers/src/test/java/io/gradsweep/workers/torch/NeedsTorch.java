package io.gradsweep.workers.torch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips tests where LibTorch is not on the class path, and says how to run them. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "io.gradsweep.workers.torch.TorchNatives#present",
    disabledReason = "LibTorch is not on the class path (mvn -Ptorch verify runs these tests)")
public @interface NeedsTorch {}
