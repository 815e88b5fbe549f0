package dev.skimmer.testkit.proxy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where replies wait until a test has done what is to happen just then. Opens once and stays open.
 * Safe for concurrent use.
 */
public final class Gate {
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();

  /**
   * Waits until the first reply stands at the gate.
   *
   * @throws AssertionError when none comes within {@code limit}
   */
  public void awaitReply(Duration limit) {
    try {
      reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("No reply came to the gate within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted before a reply came to the gate", e);
    }
  }

  /** Returns whether a reply has come to the gate. */
  public boolean isReached() {
    return reached.isDone();
  }

  /** Lets pass what waits, and what comes later. */
  public void open() {
    opened.complete(null);
  }

  /** Runs an action once the gate is open. */
  void pass(Runnable action) {
    reached.complete(null);
    CompletableFuture<Void> unused = opened.thenRun(action);
  }
}
