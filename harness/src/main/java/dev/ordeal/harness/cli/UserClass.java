package dev.ordeal.harness.cli;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A class of the user's that the command line names.
 *
 * @param what what names it, for messages: {@code --model}
 * @param name with its package
 * @param pathOption the option that says where it is
 * @param path jars and folders, separated as in a class path; null if it is on that of this program
 */
record UserClass(String what, String name, String pathOption, String path) {
  /**
   * Makes one of it.
   *
   * @throws UsageException if there is no such class, or it is no such thing
   */
  <T> T made(Class<T> type) {
    return made(type, found -> found.getConstructor().newInstance());
  }

  /**
   * Makes one of it.
   *
   * @param options for its constructor, if it has one that takes a {@code Map}
   * @throws UsageException if there is no such class, or it is no such thing
   * @throws IllegalArgumentException if its constructor says so
   */
  <T> T made(Class<T> type, Map<String, String> options) {
    return made(
        type,
        found -> {
          for (Constructor<?> constructor : found.getConstructors()) {
            if (List.of(constructor.getParameterTypes()).equals(List.of(Map.class))) {
              return constructor.newInstance(options);
            }
          }
          return found.getConstructor().newInstance();
        });
  }

  /** How one is made. */
  private interface Making {
    Object make(Class<?> found) throws ReflectiveOperationException;
  }

  private <T> T made(Class<T> type, Making making) {
    // Not closed: what is made may load more classes as long as it is used.
    @SuppressWarnings("resource")
    ClassLoader loader = new URLClassLoader(urls(), UserClass.class.getClassLoader());
    try {
      Object made = making.make(Class.forName(name, true, loader));
      if (type.isInstance(made)) {
        return type.cast(made);
      }
      throw new UsageException(
          "%s %s: the class does not implement %s".formatted(what, name, type.getName()));
    } catch (ClassNotFoundException missing) {
      throw new UsageException(
          "%s %s: there is no such class%s"
              .formatted(
                  what, name, path == null ? "; " + pathOption + " says where" : " in " + path));
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new UsageException("%s %s: %s".formatted(what, name, failed.getCause()));
    } catch (ReflectiveOperationException unfit) {
      throw new UsageException(
          "%s %s needs a public constructor without parameters: %s".formatted(what, name, unfit));
    } catch (LinkageError unfit) {
      throw new UsageException("%s %s cannot be loaded: %s".formatted(what, name, unfit));
    }
  }

  private URL[] urls() {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        path == null ? List.<String>of() : List.of(path.split(File.pathSeparator))) {
      Path file = Path.of(entry);
      if (!Files.exists(file)) {
        throw new UsageException(pathOption + ": there is no " + entry);
      }
      try {
        urls.add(file.toUri().toURL());
      } catch (MalformedURLException impossible) {
        throw new UsageException(pathOption + ": " + entry + ": " + impossible.getMessage());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
