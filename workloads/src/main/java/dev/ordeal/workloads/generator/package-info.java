/**
 * Generators: immutable values that say what happens next.
 *
 * <p>Start at {@link dev.ordeal.workloads.generator.Generator} for the contract and at {@link
 * dev.ordeal.workloads.generator.Generators} for everything they are made from. {@link
 * dev.ordeal.workloads.generator.Simulator} runs one on a virtual clock.
 */
package dev.ordeal.workloads.generator;
