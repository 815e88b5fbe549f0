package dev.skimmer.cli;

/** How messages on standard error are written. The names are what the user types. */
enum LogFormat {
  text,
  json
}
