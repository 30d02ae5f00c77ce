package dev.ordeal.results.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All implementations of an interface by name: those of this program and those of {@link
 * Extensions}. Thread-safe.
 *
 * <p>A name with a dot is the name of a class, which need not be a service.
 */
public final class Registry<T extends Named> {
  private static final int KNOWN_MAX = 120;

  /** What is asked of a user's class when it is found, for messages. */
  private static final String SAYS = "what it says of itself";

  /** What needs no quotes in a shell, and is no class: {@code semaphore:3}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_-]*");

  private final Class<T> service;
  private final UnaryOperator<T> guard;
  private final String kind;
  private Extensions loadedFrom;
  private Map<String, T> byName = Map.of();

  private Registry(Class<T> service, String kind, UnaryOperator<T> guard) {
    this.service = service;
    this.guard = guard;
    this.kind = kind;
  }

  /**
   * The registry of an interface.
   *
   * @param kind what it is called in messages: {@code workload}
   */
  public static <T extends Named> Registry<T> of(Class<T> service, String kind) {
    return new Registry<>(service, kind, UnaryOperator.identity());
  }

  /**
   * The registry of an interface whose methods are called outside of any time limit.
   *
   * @param guard makes, of something that a user brought, what stands for it; called with a time
   *     limit, so that it may ask it everything
   */
  public static <T extends Named> Registry<T> of(
      Class<T> service, String kind, UnaryOperator<T> guard) {
    return new Registry<>(service, kind, guard);
  }

  /**
   * All of them, those of this program first, each once.
   *
   * @throws ExtensionException if one that a user brought cannot be made, or two have the same name
   */
  public List<T> all() {
    return byName().entrySet().stream()
        .filter(entry -> entry.getKey().equals(entry.getValue().name()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Their names, without aliases. */
  public List<String> names() {
    return all().stream().map(Named::name).toList();
  }

  /**
   * The one of a name or alias, or one of a class, whose name has a dot or is in {@link
   * Extensions}.
   *
   * @throws ExtensionException if there is no class of a name with a dot, or it cannot be used
   */
  public Optional<T> find(String name) {
    return find(name, Map.of());
  }

  /** Those that users brought. */
  public List<T> brought() {
    return all().stream().filter(one -> !isOwn(one)).toList();
  }

  /** Whether something is of this program. */
  public static boolean isOwn(Object object) {
    return !(object instanceof Defined)
        && object.getClass().getClassLoader() == Registry.class.getClassLoader();
  }

  /** The one of the same name before a colon, with what is behind the colon. */
  private Optional<T> parametrized(String name) {
    int colon = name.indexOf(':') + 1;
    return colon == 0 || colon == name.length()
        ? Optional.empty()
        : byName().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(name.substring(0, colon)))
            .findFirst()
            .flatMap(entry -> entry.getValue().with(name.substring(colon)))
            .map(service::cast);
  }

  /**
   * The one of a name, an alias or a class.
   *
   * @throws UnknownNameException if there is none; the message says which was probably meant
   * @throws ExtensionException if there is such a class, but it cannot be used
   */
  public T get(String name) {
    return find(name).orElseThrow(() -> unknown(name, names()));
  }

  /**
   * One with options of its own, which a constructor with a {@code Map} takes.
   *
   * @return empty if there is none of that name
   * @throws IllegalArgumentException if its constructor says that an option is wrong
   * @throws ExtensionException if there is no class of a name with a dot, or it cannot be used
   */
  public Optional<T> find(String name, Map<String, String> options) {
    if (name.contains(".")) {
      return Optional.of(ofClass(name, options).orElseThrow(() -> noClass(name)));
    }
    T known = byName().get(name);
    if (known == null) {
      Optional<T> parametrized = parametrized(name);
      return parametrized.isPresent() || Extensions.current().entries().isEmpty()
          ? parametrized
          : ofClass(name, options);
    }
    if (options.isEmpty()) {
      return Optional.of(known);
    }
    Object set =
        known instanceof Defined defined
            ? defined.set(options)
            : Instances.make(known.getClass(), options);
    return Optional.of(service.cast(set));
  }

  /** That there is nothing of a name, and which of some was probably meant. */
  public UnknownNameException unknown(String name, Collection<String> known) {
    String given = name.length() > 40 ? name.substring(0, 39) + "…" : name;
    String advice =
        NearestName.of(name, known)
            .map("Did you mean %s?"::formatted)
            .orElseGet(() -> "Known: " + shortened(String.join(", ", known)));
    return new UnknownNameException("Unknown %s '%s'. %s".formatted(kind, given, advice));
  }

  private static String shortened(String text) {
    return text.length() > KNOWN_MAX ? text.substring(0, KNOWN_MAX - 1) + "…" : text;
  }

  /** One of a class; empty if there is no such class. */
  private Optional<T> ofClass(String name, Map<String, String> options) {
    try {
      Class<?> found = Class.forName(name, false, Extensions.current().loader());
      if (!service.isAssignableFrom(found)) {
        throw new ExtensionException(
            "%s is no %s: the class does not implement %s".formatted(name, kind, service.getName()),
            null);
      }
      T made = service.cast(Instances.make(found, options));
      return Optional.of(Instances.limited(found, SAYS, () -> guard.apply(made)));
    } catch (ClassNotFoundException missing) {
      return Optional.empty();
    } catch (LinkageError unfit) {
      throw new ExtensionException(
          "%s %s cannot be loaded: %s".formatted(kind, name, unfit), unfit);
    }
  }

  private ExtensionException noClass(String name) {
    List<Path> entries = Extensions.current().entries();
    String where =
        entries.isEmpty()
            ? "--path says where"
            : "not in " + entries.stream().map(Path::toString).collect(Collectors.joining(", "));
    return new ExtensionException(
        "%s %s: there is no such class; %s".formatted(kind, name, where), null);
  }

  private synchronized Map<String, T> byName() {
    Extensions extensions = Extensions.current();
    if (loadedFrom != extensions) {
      Map<String, T> found = new LinkedHashMap<>();
      for (T family : services(extensions)) {
        if (isOwn(family)) {
          names(family).forEach((name, one) -> add(found, name, one));
        } else {
          Instances.limited(family.getClass(), SAYS, () -> guarded(family))
              .forEach((name, one) -> add(found, name, one));
        }
      }
      byName = found;
      loadedFrom = extensions;
    }
    return byName;
  }

  private Map<String, T> guarded(T family) {
    Map<String, T> names = names(family);
    IdentityHashMap<T, T> guarded = new IdentityHashMap<>();
    names.replaceAll((name, one) -> guarded.computeIfAbsent(one, guard));
    return names;
  }

  /** By each name and alias of what a class offers. */
  private Map<String, T> names(T family) {
    Map<String, T> names = new LinkedHashMap<>();
    for (Named variant : family.variants()) {
      T one = service.cast(variant);
      List<String> all = new ArrayList<>(List.of(one.name()));
      all.addAll(one.aliases());
      for (String name : all) {
        if (!NAME.matcher(name).matches()) {
          throw new ExtensionException(
              "%s cannot be used: '%s' is no name; letters, digits and hyphens are"
                  .formatted(origin(family), name),
              null);
        }
        names.put(name, one);
      }
    }
    return names;
  }

  private void add(Map<String, T> found, String name, T one) {
    T other = found.putIfAbsent(name, one);
    if (other != null) {
      throw new ExtensionException(
          "two of kind %s are named %s: %s and %s"
              .formatted(kind, name, origin(other), origin(one)),
          null);
    }
  }

  /** The file or class that something comes from, for messages. */
  private static String origin(Object one) {
    return one instanceof Defined defined ? defined.file().toString() : one.getClass().getName();
  }

  private List<T> services(Extensions extensions) {
    List<T> all = new ArrayList<>();
    TreeSet<String> classes = new TreeSet<>();
    try {
      for (ServiceLoader.Provider<T> provider :
          ServiceLoader.load(service, extensions.loader()).stream().toList()) {
        Class<?> type = provider.type();
        boolean isOurs = type.getClassLoader() == Registry.class.getClassLoader();
        all.add(isOurs ? provider.get() : service.cast(Instances.make(type, Map.of())));
        classes.add(type.getName());
      }
    } catch (ServiceConfigurationError broken) {
      throw new ExtensionException(
          "a %s cannot be loaded: %s".formatted(kind, broken.getMessage()), broken);
    }
    for (String name : extensions.classNames()) {
      if (classes.add(name)) {
        unlisted(name, extensions).ifPresent(all::add);
      }
    }
    extensions.definitions().stream()
        .filter(service::isInstance)
        .map(service::cast)
        .forEach(all::add);
    return all;
  }

  /** Of a class that is no service of any file: what it is, if it is one of these. */
  private Optional<T> unlisted(String name, Extensions extensions) {
    try {
      Class<?> type = Class.forName(name, false, extensions.loader());
      return service.isAssignableFrom(type) && Instances.canBeMade(type)
          ? Optional.of(service.cast(Instances.make(type, Map.of())))
          : Optional.empty();
    } catch (ClassNotFoundException | LinkageError unfit) {
      // A class of a library, whose own dependencies are not there: none that was written for this.
      return Optional.empty();
    }
  }
}
