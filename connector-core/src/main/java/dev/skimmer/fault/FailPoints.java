package dev.skimmer.fault;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Points that a commit passes, numbered in the order in which a JVM passes them. A JVM that is
 * started with {@code -Dskimmer.halt-at=N} halts at the N-th, as if it were killed there. Without
 * that property a point is a branch on a constant, which the compiler removes.
 *
 * <p>Safe for concurrent use.
 */
public final class FailPoints {
  /** The system property with the number of the point to halt at. */
  public static final String PROPERTY = "skimmer.halt-at";

  /** The exit status of a JVM that halted. */
  public static final int HALTED = 86;

  private static final long HALT_AT = Long.getLong(PROPERTY, 0);
  private static final AtomicLong PASSED = new AtomicLong();

  private FailPoints() {}

  /**
   * Passes a point, or halts there.
   *
   * @param name says in a test's output where it was
   */
  public static void pass(String name) {
    if (HALT_AT > 0) {
      count(name);
    }
  }

  private static void count(String name) {
    if (PASSED.incrementAndGet() == HALT_AT) {
      System.out.println("halted at " + HALT_AT + ": " + name);
      System.out.flush();
      Runtime.getRuntime().halt(HALTED);
    }
  }
}
