/** What a server says of keys that change, by itself: keyspace notifications. */
package dev.skimmer.dragonfly.events;
