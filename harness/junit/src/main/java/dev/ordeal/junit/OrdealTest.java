package dev.ordeal.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each of some seeds, which decide the operations and faults of every
 * {@link Ordeal} in it that names no seed itself. A parameter of type {@code long} is the seed.
 *
 * <p>The run's verdict, seed and report are published as entries of the test, the report and the
 * log as its files.
 *
 * <p>The system property {@code ordeal.seed}, or the environment variable {@code ORDEAL_SEED},
 * stands for all of them: the test runs once, with that seed.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(OrdealExtension.class)
public @interface OrdealTest {
  /** The seeds, each once; none for {@link #times} drawn ones. */
  long[] seeds() default {};

  /** How many seeds are drawn: from 1 to 1,000, and only where none is named. */
  int times() default 1;
}
