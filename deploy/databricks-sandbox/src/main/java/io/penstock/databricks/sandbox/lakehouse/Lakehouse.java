package io.penstock.databricks.sandbox.lakehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The catalogs on disk: every folder directly under the root is one, and further folders may be served under a name of
 * their own.
 *
 * <p>Nothing is cached: each call lists the folders, so what appears or goes while the server runs is seen by the next
 * call. Safe for many threads.
 */
public final class Lakehouse {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    private final Optional<Path> root;
    private final Map<String, Path> named;

    /**
     * @param root folder laid out {@code <catalog>/<schema>/<table>}; without one no catalog can be created by SQL
     * @param named further catalogs by name, each a folder see {@link CatalogFolder}; they win over the root
     */
    public Lakehouse(Optional<Path> root, Map<String, Path> named) {
        this.root = root;
        this.named = Map.copyOf(named);
    }

    /** All catalogs now on disk: name to folder, in the order of names. */
    public SortedMap<String, Path> catalogs() {
        SortedMap<String, Path> found = new TreeMap<>();
        root.ifPresent(folder -> folders(folder).forEach(name -> found.put(name, folder.resolve(name))));
        named.forEach((name, folder) -> found.put(name.toLowerCase(Locale.ROOT), folder));
        return found;
    }

    /** Makes the catalog's folder. Safe to repeat. Refuses a name that could leave the root. */
    public void createCatalog(String name) {
        Path folder = root.orElseThrow(() ->
                new IllegalStateException("A catalog can only be created when the sandbox was started with --root."));
        create(folder.resolve(checked(name).toLowerCase(Locale.ROOT)));
    }

    /** The catalog of that name, upper and lower case not told apart. */
    Optional<CatalogFolder> catalog(String name) {
        return Optional.ofNullable(catalogs().get(name.toLowerCase(Locale.ROOT)))
                .map(CatalogFolder::new);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A catalog's name must consist of letters, digits, '_' and '-' and start with a letter or digit, but was '"
                            + name + "'.");
        }
        return name;
    }

    static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
