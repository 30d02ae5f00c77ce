/**
 * Whether some order explains what transactions read, and the few transactions that contradict each
 * other where none does. Independent of types of objects. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.explanation;
