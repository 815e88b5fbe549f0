/**
 * Pipelines of commands over one connection: commands encoded into one buffer, replies decoded into
 * one arena, nothing allocated for a single key.
 */
package dev.skimmer.dragonfly.pipeline;
