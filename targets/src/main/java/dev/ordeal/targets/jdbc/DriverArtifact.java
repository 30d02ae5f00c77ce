package dev.ordeal.targets.jdbc;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * A driver from Maven Central or the repositories of the user's {@code settings.xml}, with what it
 * needs at run time; kept in the user's local repository.
 */
final class DriverArtifact {
  private DriverArtifact() {}

  /** Whether a text is {@code GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION}. */
  static boolean isCoordinates(String text) {
    return text.matches("[^\\s:/]+(:[^\\s:/]+){2,4}");
  }

  /**
   * Fetches one.
   *
   * @param coordinates {@code GROUP:ARTIFACT:VERSION}, see {@link #isCoordinates}
   * @return the jars, the driver's own among them
   * @throws IOException if it cannot be fetched
   */
  static List<Path> fetch(String coordinates) throws IOException {
    Artifact artifact = new DefaultArtifact(coordinates);
    ContextOverrides asUser = ContextOverrides.create().withUserSettings(true).build();
    try (Context context = Runtimes.INSTANCE.getRuntime().create(asUser)) {
      CollectRequest what =
          new CollectRequest(
              new Dependency(artifact, JavaScopes.RUNTIME), context.remoteRepositories());
      return context
          .repositorySystem()
          .resolveDependencies(
              context.repositorySystemSession(),
              new DependencyRequest(
                  what, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(jar -> jar.getFile().toPath())
          .toList();
    } catch (DependencyResolutionException missing) {
      String why = String.valueOf(missing.getMessage());
      throw new IOException(
          "driver %s cannot be fetched: %s"
              .formatted(coordinates, why.substring(0, Math.min(why.length(), 120))),
          missing);
    }
  }
}
