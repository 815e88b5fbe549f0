/** Seeded keyspaces for tests, and an oracle that reads a server by itself. */
package dev.skimmer.keyspace;
