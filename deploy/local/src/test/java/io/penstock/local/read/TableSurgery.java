package io.penstock.local.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Does to a table's files what no writer does. Every operation must find something to do, and first takes away all
 * checksums, Hadoop's and Delta's, which would speak before anything else does.
 */
final class TableSurgery {
    private static final Pattern PATH_OF_ACTION =
            Pattern.compile("(\\{\"(?:add|remove)\":\\{.*?\"path\":\")([^\"]*)(\")");
    private static final String INTO = " ==>";

    private final Path table;

    TableSurgery(Path table) {
        this.table = table;
    }

    /** One operation: its name, a blank, and what it works on. */
    void operate(String operation) throws IOException {
        String[] words = operation.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        String first = rest.split(" ", 2)[0];
        String second = rest.substring(Math.min(rest.length(), first.length() + 1));
        withoutChecksums();
        switch (words[0]) {
            case "delete" -> each(first, Files::delete);
            case "write" -> write(table.resolve(rest.split(" ", 2)[0]), second);
            case "append" -> append(table.resolve(first), second);
            case "overwrite" -> each(first, file -> Files.writeString(file, second));
            case "cut" -> each(first, file -> cut(file, Long.parseLong(second)));
            case "touch" -> each(first, file -> Files.setLastModifiedTime(file, FileTime.from(Instant.parse(second))));
            case "edit" -> edit(first, second);
            case "absolute" -> absolute(first, table);
            case "absolute-of" -> absolute("file:", table.resolveSibling(first));
            case "prefix" -> prefix(rest);
            case "compact" -> compact(Integer.parseInt(first), Integer.parseInt(second));
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private void edit(String glob, String change) throws IOException {
        int into = change.indexOf(INTO);
        Pattern pattern = Pattern.compile(change.substring(0, into));
        String text = change.substring(into + INTO.length()).strip();
        List<Path> edited = matching(glob).stream()
                .filter(file -> pattern.matcher(text(file)).find())
                .toList();
        if (edited.isEmpty()) {
            throw new IllegalArgumentException(pattern + " is nowhere in " + glob + " of " + table);
        }
        for (Path file : edited) {
            Files.writeString(file, pattern.matcher(text(file)).replaceAll(Matcher.quoteReplacement(text)));
        }
    }

    /** Absolute paths in the log, to the files of a table that lies in this folder. */
    private void absolute(String scheme, Path folder) throws IOException {
        for (Path commit : matching("_delta_log/*.json")) {
            Files.writeString(
                    commit,
                    PATH_OF_ACTION
                            .matcher(text(commit))
                            .replaceAll(found -> Matcher.quoteReplacement(
                                    found.group(1) + scheme + folder + "/" + found.group(2) + found.group(3))));
        }
    }

    /** Data files get names with characters that the log must escape. */
    private void prefix(String prefix) throws IOException {
        for (Path file : matching("*.parquet")) {
            Files.move(file, file.resolveSibling(prefix + file.getFileName()));
        }
        String escaped = escaped(prefix);
        for (Path commit : matching("_delta_log/*.json")) {
            Files.writeString(
                    commit,
                    PATH_OF_ACTION
                            .matcher(text(commit))
                            .replaceAll(found -> Matcher.quoteReplacement(
                                    found.group(1) + escaped + found.group(2) + found.group(3))));
        }
    }

    private static String escaped(String name) {
        try {
            return new URI(null, null, "/" + name, null).toString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A log compaction file for tables that only ever got rows, and the commits that it replaces are gone. */
    private void compact(int from, int to) throws IOException {
        List<Path> commits = IntStream.rangeClosed(from, to)
                .mapToObj(version -> table.resolve("_delta_log/%020d.json".formatted(version)))
                .toList();
        String actions = commits.stream()
                .flatMap(commit -> text(commit).lines())
                .filter(line -> !line.startsWith("{\"commitInfo\""))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(table.resolve("_delta_log/%020d.%020d.compacted.json".formatted(from, to)), actions);
    }

    private void withoutChecksums() throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".crc")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void each(String glob, Act act) throws IOException {
        for (Path file : matching(glob)) {
            act.on(file);
        }
    }

    private List<Path> matching(String glob) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.walk(table)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(table.relativize(file)))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no file " + glob + " in " + table);
            }
            return found;
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Act {
        void on(Path file) throws IOException;
    }
}
