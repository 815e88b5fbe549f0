package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.Operation;
import java.util.List;
import java.util.Optional;

/** What is still to be copied of one series or stream. Used by one thread. */
interface Tail {
  /** Returns whether nothing is left to read. */
  boolean isDone();

  /** Returns why it cannot be read, where it cannot. */
  default Optional<Problem> problem() {
    return Optional.empty();
  }

  /** Returns the name of the command that reads a window, for messages. */
  String command();

  /** Adds the one command that reads the next window. */
  void ask(CommandBuffer commands);

  /** Returns whether a reply to {@link #ask}, neither an error nor dropped, is a window. */
  boolean isWindow(Replies replies, int token);

  /**
   * Takes a window in. The replies stay as they are until {@link #write} was called.
   *
   * @param facts the reply to {@link AppendedType#read()}, which was asked for right before
   * @param window the reply to {@link #ask}, of which {@link #isWindow} has just said that it is
   *     one
   */
  void take(Replies replies, int facts, int window);

  /**
   * Takes in that the window was dropped: for its size, or because other replies filled the page.
   *
   * @param size in bytes
   * @param limit the size that no reply may exceed
   */
  void dropped(long size, long limit);

  /** Adds the rows of the window that was taken last. */
  void write(List<Operation> operations);

  /** Returns the value column of the row in the main table. */
  String value();

  /** Returns the size column of that row. */
  long size();

  /**
   * Returns the position to note with the rows that were written last, where one is to be noted.
   */
  Optional<String> position();
}
