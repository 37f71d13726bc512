package io.penstock.local.lakehouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plays the history of a copied lakehouse again: every Delta table starts at its oldest readable version and gets its
 * later commits one by one, as if its writer committed them now.
 *
 * <p>A commit is revealed by moving its log file into {@code _delta_log}, which is exactly how a writer makes it
 * visible. The file's modification time is set to the time the writer noted in it, because that is the commit time
 * readers see. The original folder is only read.
 */
public final class CommitPlayer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path copy;
    private final List<Commit> hidden;

    private CommitPlayer(Path copy, List<Commit> hidden) {
        this.copy = copy;
        this.hidden = hidden;
    }

    /**
     * One commit still to come.
     *
     * @param table {@code <schema>/<table>} below the lakehouse
     * @param operation what the writer says it did: {@code WRITE}, {@code MERGE}, {@code RENAME COLUMN}, …
     */
    public record Commit(String table, long version, long timestampMs, String operation, Path staged, Path log) {}

    /**
     * Copies the lakehouse and hides every commit after the first readable one of each table.
     *
     * @param lakehouse folder {@code <schema>/<table>}
     * @param copy folder to create
     */
    public static CommitPlayer prepare(Path lakehouse, Path copy) throws IOException {
        copyTree(lakehouse, copy);
        List<Commit> hidden = new ArrayList<>();
        try (Stream<Path> logs = Files.walk(copy, 4)) {
            for (Path log :
                    logs.filter(path -> path.endsWith("_delta_log")).sorted().toList()) {
                hidden.addAll(hide(copy, log));
            }
        }
        hidden.sort(Comparator.comparingLong(Commit::timestampMs).thenComparing(Commit::version));
        return new CommitPlayer(copy, hidden);
    }

    /** The copy, to be served. */
    public Path copy() {
        return copy;
    }

    /** Commits not revealed yet, oldest first over all tables. */
    public List<Commit> hidden() {
        return List.copyOf(hidden);
    }

    /** Makes the oldest hidden commit visible and returns it. */
    public Commit reveal() throws IOException {
        Commit next = hidden.removeFirst();
        Files.move(next.staged(), next.log().resolve(next.staged().getFileName()), StandardCopyOption.ATOMIC_MOVE);
        return next;
    }

    private static List<Commit> hide(Path copy, Path log) throws IOException {
        TreeMap<Long, Path> commits = new TreeMap<>();
        long checkpoint = -1;
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("\\d{20}\\.json")) {
                    commits.put(Long.parseLong(name.substring(0, 20)), file);
                } else if (name.matches("\\d{20}\\.checkpoint.*\\.parquet")) {
                    long version = Long.parseLong(name.substring(0, 20));
                    checkpoint = checkpoint < 0 ? version : Math.min(checkpoint, version);
                } else if (name.endsWith(".crc") || name.startsWith(".")) {
                    Files.delete(file); // checksums of versions that do not exist yet
                }
            }
        }
        long first = commits.firstKey() == 0 ? 0 : checkpoint;
        Path staging = Files.createDirectories(copy.resolveSibling("staged").resolve(copy.relativize(log)));
        String table = copy.relativize(log.getParent()).toString();
        List<Commit> hidden = new ArrayList<>();
        for (var commit : commits.entrySet()) {
            JsonNode info = commitInfo(commit.getValue());
            long timestamp = info.path("timestamp").asLong(commit.getKey());
            Files.setLastModifiedTime(commit.getValue(), FileTime.fromMillis(timestamp));
            if (commit.getKey() > first) {
                Path staged = staging.resolve(commit.getValue().getFileName());
                Files.move(commit.getValue(), staged);
                hidden.add(new Commit(
                        table,
                        commit.getKey(),
                        timestamp,
                        info.path("operation").asText("?"),
                        staged,
                        log));
            }
        }
        return hidden;
    }

    private static JsonNode commitInfo(Path commit) throws IOException {
        try (Stream<String> lines = Files.lines(commit)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode info = JSON.readTree(line).path("commitInfo");
                if (!info.isMissingNode()) {
                    return info;
                }
            }
        }
        return JSON.missingNode();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
