/**
 * What a history says of faults: their plan, when they held, and how far clocks were off. For use
 * by other packages.
 */
package dev.ordeal.results.history.fault;
