package dev.ordeal.targets.yaml;

import dev.ordeal.targets.yaml.document.Template;

/**
 * A list of nodes as one text.
 *
 * @param each what stands for a node, with the names that {@link Names#ofPeer} lists
 * @param separator between two of them
 * @param withSelf whether the node whose configuration it is stands in it, too
 */
record NodeList(Template each, String separator, boolean withSelf) {}
