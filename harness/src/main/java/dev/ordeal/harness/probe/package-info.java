/**
 * Questions put to the system under test while a run goes on, beside its clients: a command, an
 * address, a metric. Start reading at {@link dev.ordeal.harness.probe.Probe}.
 */
package dev.ordeal.harness.probe;
