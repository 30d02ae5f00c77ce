package dev.ordeal.targets;

/**
 * A program that a node needs on its machine.
 *
 * @param command by which it is found there
 * @param debianPackage what has it
 */
public record Program(String command, String debianPackage) {}
