package dev.ordeal.targets.link;

/**
 * What a node's kernel shows of the packet rules of a fault.
 *
 * @param rules how many there are
 * @param packets how many packets they met since they were made
 */
public record RulesSeen(int rules, long packets) {}
