/** Who holds which slots of a cluster, asked of its masters, and where a key is to be read. */
package dev.skimmer.dragonfly.cluster;
