package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refused;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.ValueText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the rules about things make of one record: objects, and who belongs to them. */
final class Things {
    private final Row row;
    private final Memory memory;
    private final Map<Memory.Place, Remembered> notes;
    private final List<Call> calls;

    Things(Row row, Memory memory, Map<Memory.Place, Remembered> notes, List<Call> calls) {
        this.row = row;
        this.memory = memory;
        this.notes = notes;
        this.calls = calls;
    }

    /**
     * The object first: the person can only belong to what is there. A row of a person who belongs to nothing has no
     * object, and says nothing of what the person belonged to before.
     */
    Optional<Refused> set(Emit.Thing thing) {
        return switch (NamedIds.one(thing.id(), row.values())) {
            case NamedIds.One.Bad(Refused refused) -> Optional.of(refused);
            case NamedIds.One.Unsaid() ->
                thing.isRelated() ? Optional.empty() : Optional.of(NamedIds.missing(thing.id()));
            case NamedIds.One.Good(String id) -> {
                ObjectRef object = new ObjectRef(thing.type(), id);
                yield switch (Bodies.of(thing.attributes(), row.values())) {
                    case Bodies.Body.Bad bad -> Optional.of(bad.refused());
                    case Bodies.Body.Good(StructValue attributes) -> {
                        List<String> unset = Bodies.unset(thing.unset(), attributes);
                        calls.add(Call.about(Call.Kind.OBJECT, thing.name(), object, attributes, unset));
                        yield thing.relation()
                                .flatMap(relation -> settle(thing.name(), thing.type(), List.of(id), relation));
                    }
                };
            }
        };
    }

    Optional<Refused> relate(Emit.Relationship rule) {
        return switch (NamedIds.all(rule.ids(), row.values())) {
            case NamedIds.Bad(Refused refused) -> Optional.of(refused);
            case NamedIds.Unsaid() -> Optional.empty();
            case NamedIds.Some(SequencedSet<String> ids) ->
                switch (rule.action()) {
                    case SET -> settle(rule.name(), rule.type(), ids, rule.relation());
                    case ADD -> add(rule, ids);
                    case REMOVE -> {
                        if (isNews(rule.name(), ids)) {
                            ids.forEach(id -> unrelate(rule.name(), rule.type(), id));
                        }
                        yield Optional.empty();
                    }
                };
        };
    }

    Optional<Refused> delete(Emit.DeleteThing thing) {
        return switch (NamedIds.one(thing.id(), row.values())) {
            case NamedIds.One.Bad(Refused refused) -> Optional.of(refused);
            case NamedIds.One.Unsaid() -> Optional.of(NamedIds.missing(thing.id()));
            case NamedIds.One.Good(String id) -> {
                calls.add(Call.about(
                        Call.Kind.DELETE_OBJECT,
                        thing.name(),
                        new ObjectRef(thing.type(), id),
                        StructValue.EMPTY,
                        List.of()));
                yield Optional.empty();
            }
        };
    }

    /** The row is gone: what it alone related ends. */
    void forget(Emit.Relationship rule) {
        if (rule.action() == Emit.Relationship.Action.SET) {
            forget(rule.name(), rule.type());
        }
    }

    void forget(Emit.Thing thing) {
        if (thing.isRelated()) {
            forget(thing.name(), thing.type());
        }
    }

    private void forget(String emit, String type) {
        compare(emit, new LinkedHashMap<>())
                .ifPresent(relations -> relations.ended().forEach(id -> unrelate(emit, type, id)));
    }

    private Optional<Refused> add(Emit.Relationship rule, Collection<String> ids) {
        return switch (Bodies.of(rule.relation(), row.values())) {
            case Bodies.Body.Bad bad -> Optional.of(bad.refused());
            case Bodies.Body.Good(StructValue attributes) -> {
                if (isNews(rule.name(), ids)) {
                    ids.forEach(id -> relate(rule.name(), rule.type(), id, attributes));
                }
                yield Optional.empty();
            }
        };
    }

    /** These are all: what begins is related, what ended is not any more. */
    private Optional<Refused> settle(String emit, String type, Collection<String> ids, List<Binding> relation) {
        return switch (Bodies.of(relation, row.values())) {
            case Bodies.Body.Bad bad -> Optional.of(bad.refused());
            case Bodies.Body.Good(StructValue attributes) -> {
                SequencedMap<String, String> now = new LinkedHashMap<>();
                ids.forEach(id -> now.put(id, ValueText.canonical(attributes)));
                compare(emit, now).ifPresent(relations -> {
                    relations.ended().forEach(id -> unrelate(emit, type, id));
                    relations.begun().forEach(id -> relate(emit, type, id, attributes));
                });
                yield Optional.empty();
            }
        };
    }

    /**
     * Whether the row was not there before as new as this, or what it said then came to nothing. What such a rule says,
     * another row may have undone since, so a newer version of the row says it again.
     */
    private boolean isNews(String emit, Collection<String> ids) {
        Memory.Place place = new Memory.Place(emit, row.key());
        Optional<Remembered> last = memory.find(place);
        if (last.isPresent() && !isNews(last.get(), ids)) {
            return false;
        }
        SortedMap<String, String> named = new TreeMap<>();
        ids.forEach(id -> named.put(id, ""));
        notes.put(place, new Remembered(row.asOf(), named));
        return true;
    }

    private boolean isNews(Remembered last, Collection<String> ids) {
        boolean unsure = ids.stream()
                .anyMatch(id -> Remembered.UNSURE.equals(last.values().get(id)));
        return row.asOf().isAfter(last.asOf()) || unsure && row.asOf().equals(last.asOf());
    }

    private Optional<Relations> compare(String emit, SequencedMap<String, String> now) {
        Memory.Place place = new Memory.Place(emit, row.key());
        Optional<Relations> relations = Relations.of(memory.find(place), now, () -> others(emit), row.asOf());
        relations.ifPresent(known -> notes.put(place, known.next()));
        return relations;
    }

    /** What the person's other rows name. */
    private Set<String> others(String emit) {
        return memory.rows(emit).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(row.key()))
                .flatMap(entry -> entry.getValue().values().keySet().stream())
                .collect(Collectors.toSet());
    }

    private void relate(String emit, String type, String id, StructValue attributes) {
        calls.add(Call.about(Call.Kind.RELATE, emit, new ObjectRef(type, id), attributes, List.of()));
    }

    private void unrelate(String emit, String type, String id) {
        calls.add(Call.about(Call.Kind.UNRELATE, emit, new ObjectRef(type, id), StructValue.EMPTY, List.of()));
    }
}
