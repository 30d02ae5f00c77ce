/**
 * What can be done to the nodes of a cluster: one interface an ability. An environment implements
 * what it has; {@link dev.ordeal.targets.Cluster#ability} finds it, and {@link
 * dev.ordeal.targets.Cluster#missing} says why there is none and what would help.
 *
 * <p>Everything here is thread-safe, and named by the fault for which it is done, so that faults
 * that hold at the same time are undone one by one. What a method named {@code …Undo} returns is
 * written to the journal before the method that it undoes is called.
 */
package dev.ordeal.targets.ability;
