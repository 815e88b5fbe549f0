/** Benchmarks of the index. */
package dev.skimmer.detect;
