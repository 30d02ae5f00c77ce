/**
 * YAML as values that know their lines, and texts with names in them, so that whatever is wrong
 * with a file is said with file, line and key. Start at {@link
 * dev.ordeal.targets.yaml.document.YamlReader}.
 */
package dev.ordeal.targets.yaml.document;
