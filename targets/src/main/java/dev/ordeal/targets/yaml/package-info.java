/**
 * Databases described by a YAML file, as {@code docs/yaml-target.md} says: how nodes are configured
 * and started, how to tell that they are ready, and clients as HTTP requests or as programs. Start
 * at {@link dev.ordeal.targets.yaml.TargetFile} (reading) and {@link
 * dev.ordeal.targets.yaml.YamlDatabase}.
 *
 * <p>What is wrong with a file is an {@code IllegalArgumentException} that names file, line and
 * key.
 */
package dev.ordeal.targets.yaml;
