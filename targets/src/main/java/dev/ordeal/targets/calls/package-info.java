/**
 * Calls of the workloads' contracts as a function with named arguments and a result in JSON, so
 * that a client need not be a Java class: {@code external} sends such calls to a program, {@code
 * yaml} as HTTP requests. Start at {@link dev.ordeal.targets.calls.Contract}.
 */
package dev.ordeal.targets.calls;
