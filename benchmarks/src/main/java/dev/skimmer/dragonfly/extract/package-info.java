/** Benchmarks of what becomes of a value. In this package because they measure its insides. */
package dev.skimmer.dragonfly.extract;
