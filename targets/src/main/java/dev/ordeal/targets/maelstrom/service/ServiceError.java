package dev.ordeal.targets.maelstrom.service;

/** Why a service refuses a request, with the protocol's number of the reason. */
final class ServiceError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  private ServiceError(int code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  static ServiceError notSupported(String type) {
    return new ServiceError(10, "there is no request of type " + type);
  }

  static ServiceError malformed(String text) {
    return new ServiceError(12, text);
  }

  static ServiceError noSuchKey(Object key) {
    return new ServiceError(20, "key %s does not exist".formatted(key));
  }

  static ServiceError preconditionFailed(Object current, Object expected) {
    return new ServiceError(22, "the value is %s, not %s".formatted(current, expected));
  }

  int code() {
    return code;
  }
}
