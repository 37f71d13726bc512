package io.penstock.customerio.sandbox.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.LinkChange;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects and relationships, visible from both sides (rule 23). Relationships of an anonymous person wait until that
 * person is known.
 */
final class ObjectGraph {

    private static final int LARGEST_OBJECT = 100 * 1024;

    private record Waiting(ObjectRef.Key object, ObjectNode attributes, long timestamp) {}

    private final Map<ObjectRef.Key, StoredObject> byKey = new LinkedHashMap<>();
    private final Map<String, StoredObject> byCioObjectId = new HashMap<>();
    private final Map<String, Set<ObjectRef.Key>> byPerson = new HashMap<>();
    private final Map<String, List<Waiting>> anonymous = new HashMap<>();
    private long created;

    Optional<StoredObject> find(ObjectRef ref) {
        return Optional.ofNullable(
                switch (ref) {
                    case ObjectRef.Key key -> byKey.get(key);
                    case ObjectRef.CioObjectId id -> byCioObjectId.get(id.value());
                });
    }

    /** Finds an object, or creates it when a key names it; empty for an unknown {@code cio_object_id}. */
    Optional<StoredObject> findOrCreate(ObjectRef ref) {
        return switch (ref) {
            case ObjectRef.CioObjectId id -> find(id);
            case ObjectRef.Key key -> Optional.of(byKey.computeIfAbsent(key, this::create));
        };
    }

    private StoredObject create(ObjectRef.Key key) {
        StoredObject object = new StoredObject(key, "ob" + Long.toHexString(0xb0000001L + created++));
        byCioObjectId.put(object.cioObjectId(), object);
        return object;
    }

    /**
     * Writes attributes; {@code null} and the empty string remove. False when the object would pass 100 KB: then
     * nothing changes.
     */
    boolean write(StoredObject object, ObjectNode attributes, long timestamp) {
        if (object.attributes().totalBytes() + Json.bytes(attributes).length > LARGEST_OBJECT) {
            return false;
        }
        put(object.attributes(), attributes, timestamp);
        return true;
    }

    void change(StoredObject object, Profile person, LinkChange change, ObjectNode attributes, long timestamp) {
        switch (change) {
            case ADD -> {
                put(object.relate(person.cioId()), attributes, timestamp);
                byPerson.computeIfAbsent(person.cioId(), none -> new LinkedHashSet<>())
                        .add(object.key());
            }
            case REMOVE -> {
                object.separate(person.cioId());
                byPerson.getOrDefault(person.cioId(), new LinkedHashSet<>()).remove(object.key());
            }
        }
    }

    void await(String anonymousId, StoredObject object, ObjectNode attributes, long timestamp) {
        anonymous
                .computeIfAbsent(anonymousId, none -> new ArrayList<>())
                .add(new Waiting(object.key(), attributes, timestamp));
    }

    void joinAnonymous(String anonymousId, Profile person) {
        List<Waiting> waiting = anonymous.remove(anonymousId);
        if (waiting != null) {
            waiting.forEach(each -> find(each.object())
                    .ifPresent(object -> change(object, person, LinkChange.ADD, each.attributes(), each.timestamp())));
        }
    }

    void remove(StoredObject object) {
        byKey.remove(object.key());
        byCioObjectId.remove(object.cioObjectId());
        object.people().keySet().forEach(person -> byPerson.get(person).remove(object.key()));
    }

    void remove(Profile person) {
        objectsOf(person.cioId()).forEach(object -> object.separate(person.cioId()));
        byPerson.remove(person.cioId());
    }

    void merge(Profile primary, Profile secondary) {
        Set<ObjectRef.Key> moved = byPerson.remove(secondary.cioId());
        if (moved != null) {
            moved.forEach(key -> byKey.get(key).moveRelationship(secondary.cioId(), primary.cioId()));
            byPerson.computeIfAbsent(primary.cioId(), none -> new LinkedHashSet<>())
                    .addAll(moved);
        }
    }

    List<StoredObject> objectsOf(String cioId) {
        return byPerson.getOrDefault(cioId, Set.of()).stream().map(byKey::get).toList();
    }

    Collection<StoredObject> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    private static void put(AttributeStore store, ObjectNode attributes, long timestamp) {
        attributes.properties().forEach(each -> {
            String text = each.getValue().isNull() ? "" : AttributeStore.text(each.getValue());
            store.put(each.getKey(), text.isEmpty() ? null : text, timestamp);
        });
    }
}
