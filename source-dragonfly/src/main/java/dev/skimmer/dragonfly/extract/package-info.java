/** Reads the values of keys, type by type, and turns them into rows. */
package dev.skimmer.dragonfly.extract;
