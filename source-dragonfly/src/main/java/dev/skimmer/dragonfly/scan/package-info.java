/** Lists the keys of a keyspace page by page, and tells which keys a pattern means. */
package dev.skimmer.dragonfly.scan;
