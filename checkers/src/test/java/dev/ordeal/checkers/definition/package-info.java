/**
 * Isolation levels as the papers define them, decided by trying every version order, every order of
 * commits and every set of visible transactions: Adya's phenomena (1999), the axioms of Cerone,
 * Bernardi and Gotsman (CONCUR 2015), and those of Biswas and Enea (OOPSLA 2019).
 *
 * <p>The author of this package had not read the checkers that it is compared with, nor their other
 * oracles, because agreement proves nothing between two programs that share a definition. Changes
 * must follow from the papers alone.
 */
package dev.ordeal.checkers.definition;
