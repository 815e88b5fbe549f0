/** Profiles a keyspace before it is synced. */
package dev.skimmer.cli.discover;
