package dev.ordeal.targets;

/**
 * What one client knows of the run.
 *
 * @param node the node that it talks to
 * @param address that node's client port, through its proxy
 * @param programs starts programs that end with the run
 */
public record ClientView(String node, Address address, ClientPrograms programs) {}
