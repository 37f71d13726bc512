package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Utf8;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Attributes as the vendor keeps them: strings, each with the unix second of its last change (rule 19). A removed one
 * leaves its time behind.
 */
public final class AttributeStore {

    /** A value and when it was written; a {@code null} value marks a removal. */
    public record Entry(String value, long timestamp) {}

    /** What one write did. */
    enum Change {
        SET,
        /** The value was equal: its time does not move. */
        SAME,
        /** A newer value stands. */
        STALE,
        /** One attribute more than a person may have. */
        FULL
    }

    private static final int MOST = 300;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private int counted;

    Optional<String> value(String name) {
        Entry entry = entries.get(name);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.value());
    }

    /** The text form the vendor stores: text and numbers as written, structures as compact JSON. */
    static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    boolean isOlderThanStored(String name, long timestamp) {
        Entry entry = entries.get(name);
        return entry != null && timestamp < entry.timestamp();
    }

    /** Writes one attribute; a {@code null} text removes it. Identifiers do not count towards the limit of 300. */
    Change put(String name, String text, long timestamp) {
        Entry entry = entries.get(name);
        if (entry != null && timestamp < entry.timestamp()) {
            return Change.STALE;
        }
        String stored = entry == null ? null : entry.value();
        if (Objects.equals(stored, text)) {
            return Change.SAME;
        }
        if (stored == null && counted >= MOST && !Profile.isIdentifier(name)) {
            return Change.FULL;
        }
        store(name, new Entry(text, timestamp));
        return Change.SET;
    }

    private void store(String name, Entry entry) {
        Entry former = entries.put(name, entry);
        if (!Profile.isIdentifier(name)) {
            boolean was = former != null && former.value() != null;
            boolean is = entry.value() != null;
            counted += (is ? 1 : 0) - (was ? 1 : 0);
        }
    }

    /** Takes every attribute of the other that is missing or empty here, as a merge does. */
    void fillBlanksFrom(AttributeStore other) {
        other.entries.forEach((name, entry) -> {
            boolean blank = value(name).orElse("").isEmpty();
            if (blank && entry.value() != null && !entry.value().isEmpty()) {
                store(name, entry);
            }
        });
    }

    int totalBytes() {
        return entries.entrySet().stream()
                .filter(each -> each.getValue().value() != null)
                .mapToInt(each ->
                        Utf8.length(each.getKey()) + Utf8.length(each.getValue().value()))
                .sum();
    }

    /** The present attributes in the order of their first writing. */
    public Map<String, Entry> present() {
        Map<String, Entry> present = new LinkedHashMap<>(entries);
        present.values().removeIf(entry -> entry.value() == null);
        return Collections.unmodifiableMap(present);
    }
}
