/** The independent verifier of linearizations: it shares no code with the searches. */
package dev.ordeal.checkers.replay;
