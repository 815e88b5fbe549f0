/** The text rule: how arbitrary bytes become text and come back, without loss. */
package dev.skimmer.text;
