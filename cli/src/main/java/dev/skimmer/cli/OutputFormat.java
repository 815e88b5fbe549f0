package dev.skimmer.cli;

/** How a command prints what was asked for. */
enum OutputFormat {
  /** For people. */
  text,
  /** One JSON object. */
  json
}
