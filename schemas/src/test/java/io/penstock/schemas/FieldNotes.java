package io.penstock.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What other teams are told about each field of a public record, from {@code fields/<record>.txt}.
 *
 * <p>A line is a path, {@code =} for a field that is always there or {@code ?} for one that may be absent, and the
 * words; the path {@code .} is the record itself. The only place these words stand: schemas and documents are
 * generated.
 */
final class FieldNotes {
    private final String record;
    private final Map<String, Note> notes = new LinkedHashMap<>();
    private final Set<String> unread = new TreeSet<>();

    private FieldNotes(String record) {
        this.record = record;
    }

    /** Whether a field can be relied on. */
    enum Presence {
        ALWAYS,
        MAY_BE_ABSENT
    }

    /** What is said of a field. */
    record Note(Presence presence, String words) {}

    static FieldNotes of(Class<?> type) {
        FieldNotes read = new FieldNotes(type.getSimpleName());
        try (var file = FieldNotes.class.getResourceAsStream("fields/" + read.record + ".txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(read::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private void take(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length != 3 || !(parts[1].equals("=") || parts[1].equals("?"))) {
            throw new AssertionError("fields/" + record + ".txt: expected `path = words` or `path ? words`: " + line);
        }
        Presence presence = parts[1].equals("=") ? Presence.ALWAYS : Presence.MAY_BE_ABSENT;
        if (notes.put(parts[0], new Note(presence, parts[2])) != null) {
            throw new AssertionError("fields/" + record + ".txt describes " + parts[0] + " twice");
        }
        unread.add(parts[0]);
    }

    /** The note of a field. @throws AssertionError if nobody wrote one */
    Note of(String path) {
        Note note = notes.get(path);
        if (note == null) {
            throw new AssertionError(
                    "%s.%s is public and has no line in fields/%s.txt".formatted(record, path, record));
        }
        unread.remove(path);
        return note;
    }

    /** Lines nobody asked for so far: fields that the record does not have. */
    Set<String> unread() {
        return unread;
    }
}
