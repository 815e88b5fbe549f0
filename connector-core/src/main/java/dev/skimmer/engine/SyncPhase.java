package dev.skimmer.engine;

/** What a sync, or a run that only compares, is about. */
public enum SyncPhase {
  /** It takes the pipeline, and brings the index of known rows up to date. */
  PREPARING,
  /** It lists and reads the keys. */
  SCANNING,
  /** It asks the source about rows that the scan did not meet. */
  SWEEPING,
  /** It reads both ends to compare them, and writes nothing: a dry run, or a verification. */
  COMPARING
}
