/**
 * Listens to the connections of single clients, and loses answers, by proxies. Uses nothing else of
 * a trial.
 */
package dev.ordeal.harness.trial.tap;
