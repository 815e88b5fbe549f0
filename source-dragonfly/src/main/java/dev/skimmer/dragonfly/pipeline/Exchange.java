package dev.skimmer.dragonfly.pipeline;

import static dev.skimmer.spi.ErrorCode.SOURCE_TIMEOUT;

import dev.skimmer.spi.ConnectorException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One pipeline of commands on its way, and its replies. Safe for concurrent use. */
public final class Exchange {
  private static final long NANOS_A_BYTE = 1_000_000_000L / 1024;

  private final PipelineHandler handler;
  private final Replies replies;
  private final int expected;
  private final boolean asking;
  private final Runnable whenDone;
  private boolean preludeEnded;
  private boolean preludeRefused;
  private final long sentAt = System.nanoTime();
  private final long receivedBefore;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile ConnectorException failure;

  Exchange(PipelineHandler handler, Replies replies, CommandBuffer commands, Runnable whenDone) {
    this.handler = handler;
    this.replies = replies;
    this.expected = commands.commands();
    this.asking = commands.isAsking();
    this.whenDone = whenDone;
    this.receivedBefore = handler.received();
  }

  /** Returns whether all replies are there, or none will come any more. */
  public boolean isDone() {
    return done.getCount() == 0;
  }

  /**
   * Returns the replies, once it is done.
   *
   * @throws ConnectorException when the connection failed
   */
  public Replies replies() {
    if (failure != null) {
      throw new ConnectorException(failure.code(), failure.getMessage(), failure);
    }
    return replies;
  }

  /**
   * Fails when the server has been silent for too long, or so slow that it might go on for ever: a
   * reply has a second more for each kilobyte of it that came.
   *
   * @throws ConnectorException with {@code SOURCE_TIMEOUT}
   */
  public void requireProgress(Duration patience) {
    if (isDone()) {
      return;
    }
    if (silence() > patience.toNanos()) {
      throw new ConnectorException(
          SOURCE_TIMEOUT,
          "%s sent nothing for %d s while %d replies were due. Raise timeout_seconds if it is only slow."
              .formatted(handler.address(), patience.toSeconds(), expected));
    }
    long age = System.nanoTime() - sentAt;
    long received = handler.received() - receivedBefore;
    if (age > patience.toNanos() + received * NANOS_A_BYTE) {
      throw new ConnectorException(
          SOURCE_TIMEOUT,
          "%s sent only %d bytes in %d s while %d replies were due. Raise timeout_seconds if the network is that slow."
              .formatted(
                  handler.address(), received, TimeUnit.NANOSECONDS.toSeconds(age), expected));
    }
  }

  /**
   * Waits for the replies.
   *
   * @throws ConnectorException when the connection failed, or the server was silent for {@code
   *     patience}
   */
  public Replies await(Duration patience) {
    try {
      while (!done.await(Math.max(1, patience.toNanos() - silence()), TimeUnit.NANOSECONDS)) {
        requireProgress(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw handler.failed("the thread was interrupted", e);
    }
    return replies();
  }

  /** Returns when it was sent, as {@link System#nanoTime} tells it. */
  long sentAt() {
    return sentAt;
  }

  Replies target() {
    return replies;
  }

  /**
   * Takes in that a reply has ended; called by the connection's thread. What comes before a command
   * does not show, unless it was refused: then that is the reply to the command, too.
   */
  void replyEnded() {
    if (!asking) {
      return;
    }
    preludeEnded = !preludeEnded;
    if (preludeEnded) {
      preludeRefused = replies.kind(replies.token(replies.size() - 1)) == Token.ERROR;
    }
    if (preludeEnded != preludeRefused) {
      replies.forgetLast();
    }
  }

  boolean isComplete() {
    return replies.size() == expected && !preludeEnded;
  }

  void finish() {
    done.countDown();
    whenDone.run();
  }

  void fail(ConnectorException reason) {
    failure = reason;
    finish();
  }

  private long silence() {
    long now = System.nanoTime();
    return Math.min(now - sentAt, now - handler.lastReadAt());
  }
}
