/**
 * Benchmarks of what turns bytes into replies. In this package because they measure its insides.
 */
package dev.skimmer.dragonfly.pipeline;
