package io.penstock.local.drift;

import io.penstock.local.story.TopicReader;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the topics say about each history: schema changes, dead letters, changes of rows. Counts polls, because a dead
 * letter tells no position: one that is at least as young, in polls, as the row's last change is open.
 */
final class Journal {
    private final String bootstrap;
    private final Map<String, List<SchemaChangeV1>> changes = new HashMap<>();
    private final Map<String, Seen<DeadLetterV1>> letters = new HashMap<>();
    private final Map<String, Seen<RecordV1>> records = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int poll;

    /** The newest of its row, and the poll in which it came. */
    private record Seen<T>(T value, int poll) {}

    Journal(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Reads on after a poll. */
    void refresh() {
        poll++;
        changes.clear();
        TopicReader.all(bootstrap, Topics.SCHEMA_CHANGES)
                .forEach(change -> changes.computeIfAbsent(change.pipeline(), name -> new ArrayList<>())
                        .add(change));
        Map<String, List<DeadLetterV1>> lettersByRow = new LinkedHashMap<>();
        TopicReader.all(bootstrap, Topics.DEAD_LETTERS)
                .forEach(letter -> lettersByRow
                        .computeIfAbsent(letter.key(), row -> new ArrayList<>())
                        .add(letter));
        note(lettersByRow, letters, "letter ");
        Map<String, List<RecordV1>> recordsByRow = new LinkedHashMap<>();
        TopicReader.all(bootstrap, Topics.RECORDS)
                .forEach(each -> recordsByRow
                        .computeIfAbsent(each.pipeline() + "|" + each.rowKey(), row -> new ArrayList<>())
                        .add(each));
        note(recordsByRow, records, "record ");
    }

    private <T> void note(Map<String, List<T>> byRow, Map<String, Seen<T>> newest, String kind) {
        byRow.forEach((row, all) -> {
            Integer known = counts.put(kind + row, all.size());
            if (known == null || known < all.size()) {
                newest.put(row, new Seen<>(all.getLast(), poll));
            }
        });
    }

    List<SchemaChangeV1> changes(History history) {
        return List.copyOf(changes.getOrDefault(history.name(), List.of()));
    }

    /** Open dead letters by person. */
    Map<String, DeadLetterV1> deadLetters(History history) {
        Map<String, DeadLetterV1> open = new LinkedHashMap<>();
        for (String person : history.people()) {
            String row = history.name() + "|" + history.personId(person);
            Seen<DeadLetterV1> letter = letters.get(row);
            Seen<RecordV1> change = records.get(row);
            if (letter != null && (change == null || letter.poll() >= change.poll())) {
                open.put(person, letter.value());
            }
        }
        return open;
    }

    /** People whose row is gone. */
    List<String> deleted(History history) {
        return history.people().stream()
                .filter(person -> {
                    Seen<RecordV1> last = records.get(history.name() + "|" + history.personId(person));
                    return last != null && last.value().operation() == Operation.DELETE;
                })
                .toList();
    }
}
