package io.penstock.databricks.sandbox.lakehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The schemas and tables in one catalog's folder.
 *
 * <p>Every folder with a {@code _delta_log} is a table, at any depth. Its schema is the path to its parent, joined by
 * {@code __}, or {@value #TOP} for a table directly in the catalog's folder; a catalog's folder that is a table itself
 * is one of {@value #TOP}, too. What lies below a table belongs to it. A folder of the first level is a schema also
 * without tables. Names that begin with {@code _} or a dot are left alone.
 *
 * <p>Nothing is kept: each call looks at the folders. Names are told apart without regard to case; where two differ by
 * case only, the exact one wins.
 *
 * @param folder need not exist
 */
record CatalogFolder(Path folder) {
    /** Schema of the tables without one. */
    static final String TOP = "default";

    private static final String LOG = "_delta_log";
    private static final String JOINT = "__";
    private static final Pattern NEW_NAME = Pattern.compile("[^\\p{Cntrl}\\s./\\\\_][^\\p{Cntrl}\\s./\\\\]*");

    static boolean isTable(Path folder) {
        return Files.isDirectory(folder.resolve(LOG));
    }

    /**
     * The name itself, if a new schema or table may have it. Databricks refuses dots, spaces, slashes and control
     * characters.
     */
    static String checked(String name) {
        if (!NEW_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A new name must be without dots, spaces, slashes and control characters"
                    + " and not begin with '_', but was '" + name + "'.");
        }
        return name;
    }

    /** Names of the schemas, sorted. */
    List<String> schemas() {
        SortedMap<String, Boolean> found = new TreeMap<>();
        for (Path child : folders(folder)) {
            if (!isTable(child)) {
                found.put(name(child), true);
            }
        }
        tables().keySet().forEach(schema -> found.put(schema, true));
        return List.copyOf(found.keySet());
    }

    /** Names of a schema's tables, sorted; nothing if there is no such schema. */
    Optional<List<String>> tables(String schema) {
        SortedMap<String, SortedMap<String, Path>> all = tables();
        return matching(all, schema)
                .map(name -> List.copyOf(all.get(name).keySet()))
                .or(() -> plainSchema(schema).map(none -> List.of()));
    }

    /** Where the schema's new tables go; nothing if there is no such schema. */
    Optional<Path> schema(String name) {
        return plainSchema(name)
                .or(() -> inTheTree(name)
                        .map(tables -> tables.values().iterator().next())
                        .map(table -> table.equals(folder) ? folder : table.getParent()));
    }

    /** The table's folder, whether or not it can be read. */
    Optional<Path> table(String schema, String name) {
        return plainSchema(schema)
                .flatMap(parent -> child(parent, name))
                .filter(CatalogFolder::isTable)
                .or(() -> inTheTree(schema)
                        .flatMap(tables -> matching(tables, name).map(tables::get)));
    }

    /** The tables of a schema that is no folder of the first level; saves the walk if it cannot be one. */
    private Optional<SortedMap<String, Path>> inTheTree(String schema) {
        if (!schema.equalsIgnoreCase(TOP) && !schema.contains(JOINT)) {
            return Optional.empty();
        }
        SortedMap<String, SortedMap<String, Path>> all = tables();
        return matching(all, schema).map(all::get);
    }

    private Optional<Path> plainSchema(String name) {
        return child(folder, name).filter(found -> !isTable(found));
    }

    /** All tables: schema to name to folder. */
    private SortedMap<String, SortedMap<String, Path>> tables() {
        SortedMap<String, SortedMap<String, Path>> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                            if (!visited.equals(folder) && isHidden(visited)) {
                                return FileVisitResult.SKIP_SUBTREE;
                            }
                            if (!isTable(visited)) {
                                return FileVisitResult.CONTINUE;
                            }
                            found.computeIfAbsent(schemaOf(visited), schema -> new TreeMap<>())
                                    .put(name(visited), visited);
                            return FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) {
                            return FileVisitResult.CONTINUE; // gone meanwhile, not ours to read, or a circle of links
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private String schemaOf(Path table) {
        if (table.equals(folder) || table.getParent().equals(folder)) {
            return TOP;
        }
        Path parents = folder.relativize(table.getParent());
        return Stream.iterate(0, i -> i < parents.getNameCount(), i -> i + 1)
                .map(i -> parents.getName(i).toString())
                .collect(java.util.stream.Collectors.joining(JOINT));
    }

    /** The folder of that name directly in another one. */
    private static Optional<Path> child(Path parent, String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path exact = parent.resolve(name);
        if (Files.isDirectory(exact) && !isHidden(exact)) {
            return Optional.of(exact);
        }
        return folders(parent).stream()
                .filter(found -> name(found).equalsIgnoreCase(name))
                .findFirst();
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !isHidden(child))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> matching(Map<String, ?> named, String name) {
        return named.containsKey(name)
                ? Optional.of(name)
                : named.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private static boolean isHidden(Path folder) {
        String name = name(folder);
        return name.startsWith(".") || name.startsWith("_");
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }

    /** Folder of a schema to be made. */
    Path newSchema(String name) {
        return folder.resolve(checked(name).toLowerCase(Locale.ROOT));
    }
}
