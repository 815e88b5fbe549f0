/**
 * The sync engine: runs passes over a source, detects changes, and commits rows and state together.
 */
package dev.skimmer.engine;
