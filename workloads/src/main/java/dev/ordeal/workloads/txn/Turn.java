package dev.ordeal.workloads.txn;

/**
 * Whose transaction it is, and which.
 *
 * @param thread from 0; of no meaning where all threads share one sequence
 * @param threads how many there are
 * @param number of the transaction, from 0, in the order of their calls: of all, or of the thread
 */
record Turn(int thread, int threads, long number) {}
