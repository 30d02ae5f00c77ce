/**
 * Search for an order of commits or writers of registers that explains all reads, the certificates
 * that replay what it finds, and why there is none. Internal to the checker.
 */
package dev.ordeal.checkers.isolation.order;
