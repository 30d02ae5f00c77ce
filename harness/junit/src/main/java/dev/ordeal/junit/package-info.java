/**
 * Consistency tests of a database, or of an object of this program, as tests of JUnit.
 *
 * <p>Start at {@link dev.ordeal.junit.Ordeal}; {@link dev.ordeal.junit.OrdealTest} runs a test once
 * for each of some seeds. Uses {@code harness.run} as {@code ordeal run} does; nothing else uses
 * this package, and nothing but this package uses JUnit.
 */
package dev.ordeal.junit;
