package dev.skimmer.dragonfly;

/** Whether a server has to prove who it is. */
public enum SslVerify {
  /** Its certificate must be valid, trusted, and for its host name. */
  FULL,
  /** Whoever answers is believed. */
  NONE
}
