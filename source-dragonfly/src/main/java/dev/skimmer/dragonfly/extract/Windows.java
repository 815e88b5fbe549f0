package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;

/** One reading of one large collection, window by window. */
interface Windows {
  /** How many elements a window has at most; the one command that reads a small value is one. */
  int SIZE = 1000;

  /**
   * Adds the commands whose replies have to be the same before and after; the first is the length.
   */
  void probe(CommandBuffer commands, byte[] key);

  /**
   * Adds the command that reads the next window.
   *
   * @param size how many elements it should have
   */
  void next(CommandBuffer commands, byte[] key, int size);

  /** Returns whether a reply, neither an error nor dropped, is a window that leads on. */
  boolean isWindow(Replies replies, int token);

  /**
   * Gathers a window, which a reply is that {@link #isWindow}.
   *
   * @return whether it was the last
   */
  boolean gather(Replies replies, int token, ElementStore into);

  /** Shows what was gathered in its canonical order, each element once. */
  Elements show(ElementStore store, Elements into);

  /**
   * Returns whether the length may count elements that are not shown, because they have expired but
   * are not deleted yet.
   */
  default boolean mayHideElements() {
    return false;
  }
}
