package dev.ordeal.targets;

/** Where something listens. */
public record Address(String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
