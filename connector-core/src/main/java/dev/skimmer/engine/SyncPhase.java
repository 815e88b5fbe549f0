package dev.skimmer.engine;

/** What a sync is about. */
public enum SyncPhase {
  /** It takes the pipeline, and brings the index of known rows up to date. */
  PREPARING,
  /** It lists and reads the keys. */
  SCANNING,
  /** It asks the source about rows that the scan did not meet. */
  SWEEPING
}
