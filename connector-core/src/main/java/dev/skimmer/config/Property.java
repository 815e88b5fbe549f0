package dev.skimmer.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a configuration record.
 *
 * <p>Component types: {@link String}, {@code int}, {@code long}, {@code boolean}, {@link
 * java.nio.file.Path}, {@link java.time.Duration} (as {@code 90s}, {@code 15m}, {@code 1h}, {@code
 * 7d}), {@link Secret}, an enum (matched by its constants in lower case), a class with a public
 * static method {@code parse} that takes a {@link String} and says in an {@link
 * IllegalArgumentException} what is wrong with it, or {@link java.util.Optional} of one of them
 * other than the primitives. A component that is neither optional nor has a default is required. A
 * {@link java.util.Map} of {@link String} to {@link Secret} takes every key that begins with its
 * name and a dot, and may be empty: it is for what only somebody else, such as a driver,
 * understands. A {@link Compound} stands for components behind it, which are read as if the texts
 * that it holds had been given.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Property {
  /** The key in the JSON document. */
  String name();

  /** One sentence without a full stop, for the reference and the JSON Schema. */
  String description();

  /** The text that stands for an absent value; empty means none. */
  String defaultValue() default "";

  /** The smallest number allowed. */
  long min() default Long.MIN_VALUE;

  /** The largest number allowed. */
  long max() default Long.MAX_VALUE;

  /** The keys for which a {@link Compound} stands; to give any of them, too, is a mistake. */
  String[] replaces() default {};

  /** A value for the documentation; never a secret. */
  String example() default "";
}
