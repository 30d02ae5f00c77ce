/**
 * The least of a run that still fails on fresh clusters: its faults, nodes, clients, rate and time
 * are reduced step by step, each tried by replays. Start with {@link
 * dev.ordeal.harness.cli.shrink.LiveShrinker}.
 */
package dev.ordeal.harness.cli.shrink;
