/** Programs that the script {@code benchmarks/run} starts. */
package dev.skimmer.benchmarks;
