/**
 * What is fetched from Maven's repositories while Ordeal runs: drivers and programs of databases.
 *
 * <p>Its libraries are loaded only then. Start at {@link dev.ordeal.targets.maven.MavenArtifact}.
 */
package dev.ordeal.targets.maven;
