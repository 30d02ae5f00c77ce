/**
 * What can be named on the command line and extended from outside: databases, environments,
 * workloads, models, faults, …
 *
 * <p>An interface that extends {@link dev.ordeal.results.registry.Named} has one {@link
 * dev.ordeal.results.registry.Registry}, which finds its implementations through {@link
 * java.util.ServiceLoader} and in the jars, folders, classes and definition files of {@link
 * dev.ordeal.results.registry.Extensions}. Nothing is listed in a switch. Uses nothing but Java.
 */
package dev.ordeal.results.registry;
