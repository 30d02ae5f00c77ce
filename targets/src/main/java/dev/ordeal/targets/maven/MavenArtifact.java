package dev.ordeal.targets.maven;

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
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * An artifact of Maven Central or the repositories of the user's {@code settings.xml}, with what it
 * needs at run time; kept in the user's local repository.
 */
public final class MavenArtifact {
  private static final int MESSAGE_MAX = 190;

  private MavenArtifact() {}

  /**
   * Fetches one.
   *
   * @param coordinates {@code GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION}
   * @return its files, the artifact's own first
   * @throws IOException if it cannot be fetched
   */
  public static List<Path> fetch(String coordinates) throws IOException {
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
      throw new IOException(message(coordinates, missing), missing);
    }
  }

  /**
   * Fetches one without what it needs.
   *
   * @param coordinates as for {@link #fetch}
   * @throws IOException if it cannot be fetched
   */
  public static Path fetchAlone(String coordinates) throws IOException {
    ContextOverrides asUser = ContextOverrides.create().withUserSettings(true).build();
    try (Context context = Runtimes.INSTANCE.getRuntime().create(asUser)) {
      return context
          .repositorySystem()
          .resolveArtifact(
              context.repositorySystemSession(),
              new ArtifactRequest(
                  new DefaultArtifact(coordinates), context.remoteRepositories(), ""))
          .getArtifact()
          .getFile()
          .toPath();
    } catch (ArtifactResolutionException missing) {
      throw new IOException(message(coordinates, missing), missing);
    }
  }

  /** The deepest cause says which repository was asked, and what it answered. */
  private static String message(String coordinates, Throwable missing) {
    Throwable cause = missing;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String why = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    String text = coordinates + " cannot be fetched: " + why.replaceAll("artifact \\S+:\\S+", "it");
    return text.length() > MESSAGE_MAX ? text.substring(0, MESSAGE_MAX - 1) + "…" : text;
  }
}
