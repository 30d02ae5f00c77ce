/**
 * What was found out: anomalies, the levels that they rule out and those that are kept. Internal to
 * the checker.
 */
package dev.ordeal.checkers.isolation.finding;
