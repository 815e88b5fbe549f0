package dev.skimmer.engine;

/** What the user agrees to beforehand, because only the user can know that it is right. */
public enum Consent {
  /** To fill tables that another source filled, or that have no state. */
  ADOPT,
  /** To take the pipeline from a sync that holds it, which then fails at its next commit. */
  TAKE_OVER,
  /** To remove rows of keys that the source's scope, such as a pattern, leaves out by now. */
  PRUNE
}
