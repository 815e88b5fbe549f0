/**
 * A proxy that speaks RESP, for tests of what a client does when its server fails: {@link
 * dev.skimmer.testkit.proxy.FaultProxy} stands before a real server and lets {@link
 * dev.skimmer.testkit.proxy.Fault}s happen to the replies that {@link
 * dev.skimmer.testkit.proxy.FaultRule}s choose.
 */
package dev.skimmer.testkit.proxy;
