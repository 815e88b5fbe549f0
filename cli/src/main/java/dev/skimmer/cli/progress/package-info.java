/** Shows on standard error how a sync goes. */
package dev.skimmer.cli.progress;
