package dev.skimmer.engine;

import java.util.function.Function;

/**
 * A run whose steps, one after another, say how they are stopped.
 *
 * @param <R> what it tells at its end
 */
final class StoppableRun<R> implements Run<R> {
  private final Function<StoppableRun<R>, R> steps;
  private volatile boolean stopped;
  private volatile Runnable current = () -> {};

  /**
   * Creates a run.
   *
   * @param steps connects, calls {@link #stoppedBy} before each step, and disconnects
   */
  StoppableRun(Function<StoppableRun<R>, R> steps) {
    this.steps = steps;
  }

  @Override
  public R run() {
    try {
      return steps.apply(this);
    } finally {
      current = () -> {};
    }
  }

  @Override
  public void stop() {
    stopped = true;
    current.run();
  }

  /** Says how the step that begins now is stopped: without blocking, by any thread. */
  void stoppedBy(Runnable stop) {
    current = stop;
    // A stop that came before there was anything for it to reach.
    if (stopped) {
      stop.run();
    }
  }
}
