package dev.ordeal.targets.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Images made of a Dockerfile; the engine's cache makes the second time quick. */
final class ImageBuild {
  private static final String FILE = "Dockerfile";

  private ImageBuild() {}

  /** Whether what was given as an image is a Dockerfile, or a folder with one. */
  static boolean isMeant(String image) {
    return image.contains("/") && Files.exists(file(image));
  }

  private static Path file(String image) {
    Path path = Path.of(image);
    return Files.isDirectory(path) ? path.resolve(FILE) : path;
  }

  /**
   * Builds an image, with the Dockerfile's folder as its context.
   *
   * @return the image's identifier
   * @throws TargetException if the engine cannot build it; the message has the engine's last words
   */
  static String build(DockerClient client, String image) throws IOException, TargetException {
    Path file = file(image).toRealPath();
    StringBuilder said = new StringBuilder();
    BuildImageResultCallback callback =
        new BuildImageResultCallback() {
          @Override
          public void onNext(BuildResponseItem item) {
            if (item.getStream() != null) {
              said.append(item.getStream());
            }
            super.onNext(item);
          }
        };
    try {
      return client
          .buildImageCmd(file.toFile())
          .withBaseDirectory(file.getParent().toFile())
          .withTags(Set.of("ordeal-built:" + Integer.toHexString(file.hashCode())))
          .withForcerm(true)
          .exec(callback)
          .awaitImageId();
    } catch (RuntimeException failed) {
      String words = said.toString().strip();
      throw new TargetException(
          "The image cannot be built from %s: %s%n%s"
              .formatted(
                  file, failed.getMessage(), words.substring(Math.max(0, words.length() - 500))),
          failed);
    }
  }
}
