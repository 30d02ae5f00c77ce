/** Made-up histories: simulated objects and their clients, short and wrong or long and right. */
package dev.ordeal.checkers.made;
