package io.penstock.local.read;

import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Finds the Delta tables below a folder and copies them. The folder itself is never written. */
public final class TableSearch {
    private static final String LOG = "_delta_log";
    private static final int LONGEST_NAME = 40;

    private final Path folder;

    /**
     * Below a folder.
     *
     * @throws StackException if there is no such folder
     */
    public TableSearch(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(this.folder)) {
            throw new StackException("there is no folder " + folder);
        }
    }

    /**
     * Every folder with a {@code _delta_log}, in the order of paths; what lies inside a table is not searched.
     *
     * @param wanted names a person gave; none means all
     * @throws StackException if nothing is found, or a name means no table
     */
    public List<FoundTable> find(List<String> wanted) {
        List<FoundTable> all = new ArrayList<>();
        for (Path table : tableFolders()) {
            String shown = table.equals(folder)
                    ? table.getFileName().toString()
                    : folder.relativize(table).toString().replace('\\', '/');
            all.add(new FoundTable(shown, table, pipeline(all.size() + 1, shown)));
        }
        for (String name : wanted) {
            if (all.stream().noneMatch(table -> table.isNamed(name))) {
                throw new StackException("there is no table " + name + " in " + folder
                        + (Files.isDirectory(folder.resolve(name)) ? ": that folder has no " + LOG : ""));
            }
        }
        List<FoundTable> chosen = all.stream()
                .filter(table -> wanted.isEmpty() || wanted.stream().anyMatch(table::isNamed))
                .toList();
        if (chosen.isEmpty()) {
            throw new StackException("there is no Delta table (no folder with " + LOG + ") in " + folder);
        }
        return chosen;
    }

    private List<Path> tableFolders() {
        List<Path> found = new ArrayList<>();
        walk(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                if (!Files.isDirectory(visited.resolve(LOG))) {
                    return FileVisitResult.CONTINUE;
                }
                found.add(visited);
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // not ours to read, or a circle of links
            }
        });
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** Numbered, so that names that differ in odd characters only stay apart. */
    private static String pipeline(int number, String shown) {
        String plain =
                shown.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String end = plain.substring(Math.max(0, plain.length() - LONGEST_NAME)).replaceAll("^-", "");
        return "t%04d%s".formatted(number, end.isEmpty() ? "" : "-" + end);
    }

    /** Copies a table to where the stand-in serves it, with the times of its files: they are times of commits. */
    public static void copy(FoundTable table, Path catalog) {
        Path target = catalog.resolve(FoundTable.SCHEMA).resolve(table.pipeline());
        walk(table.folder(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(table.folder().relativize(visited)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        target.resolve(table.folder().relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void walk(Path start, SimpleFileVisitor<Path> visitor) {
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
