package io.penstock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of one export, by the table that their name says: their own, or that of the folder they are in. */
record ExportFiles(List<Path> deliveries, List<Path> people, List<Path> metrics) {
    static final String KINDS = ".parquet, .jsonl, .json or .csv";

    private static final List<String> TABLES = List.of("deliveries", "people", "metrics");

    /** Sorted by path. Other files, and those whose name begins with a dot or an underscore, are left alone. */
    static ExportFiles find(List<Path> paths) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(Files::isRegularFile).forEach(found::add);
                }
            } else {
                found.add(path);
            }
        }
        List<Path> files = found.stream().filter(ExportFiles::isTaken).sorted().toList();
        return new ExportFiles(of("deliveries", files), of("people", files), of("metrics", files));
    }

    private static List<Path> of(String table, List<Path> files) {
        return files.stream().filter(file -> isOf(table, file)).toList();
    }

    /** {@code metrics.jsonl}, {@code metrics_v4_0007.parquet}, {@code metrics/part-00000.snappy.parquet}. */
    private static boolean isOf(String table, Path file) {
        boolean speaks = TABLES.stream().anyMatch(name -> isNamed(name, file));
        return isNamed(table, speaks ? file : file.toAbsolutePath().getParent());
    }

    private static boolean isNamed(String table, Path path) {
        return name(path).matches(table + "([^a-z].*)?");
    }

    private static boolean isTaken(Path file) {
        return name(file).matches("[^._].*\\.(parquet|jsonl|json|csv)");
    }

    private static String name(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }
}
