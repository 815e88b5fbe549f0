package dev.skimmer.cli;

/** Asks somebody whether to go on. */
@FunctionalInterface
interface Confirmation {
  /** What came of asking. */
  enum Answer {
    YES,
    NO,
    /** There is no terminal, so nobody was asked. */
    NOBODY_THERE
  }

  /** Asks a question that yes or no answers; what is neither is no. */
  Answer ask(String question);
}
