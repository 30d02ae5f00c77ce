package dev.ordeal.targets.toxiproxy;

/** A request that the API answers with an error. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean routed;

  /** An error that the API describes in JSON. */
  ApiException(int status, String message) {
    this(status, message, true);
  }

  private ApiException(int status, String message, boolean routed) {
    super(message, null, false, false);
    this.status = status;
    this.routed = routed;
  }

  /** No such path. */
  static ApiException notFound() {
    return new ApiException(404, "404 page not found\n", false);
  }

  /** A path that does not take the method: the answer has no body. */
  static ApiException methodNotAllowed() {
    return new ApiException(405, "", false);
  }

  /** A browser, which may have been led here by any web page. */
  static ApiException browser() {
    return new ApiException(403, "User agent not allowed\n", false);
  }

  int status() {
    return status;
  }

  /** Whether the API knew the path and method; otherwise its message is the whole body. */
  boolean isRouted() {
    return routed;
  }
}
