/** Describes keys without reading their values. */
package dev.skimmer.dragonfly.describe;
