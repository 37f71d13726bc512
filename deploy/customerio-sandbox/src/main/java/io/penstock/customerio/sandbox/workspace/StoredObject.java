package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.ObjectRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One object and its relationships, by the {@code cio_id} of the person at the other end. */
public final class StoredObject {

    private final ObjectRef.Key key;
    private final String cioObjectId;
    private final AttributeStore attributes = new AttributeStore();
    private final Map<String, AttributeStore> people = new LinkedHashMap<>();

    StoredObject(ObjectRef.Key key, String cioObjectId) {
        this.key = key;
        this.cioObjectId = cioObjectId;
    }

    public ObjectRef.Key key() {
        return key;
    }

    public String cioObjectId() {
        return cioObjectId;
    }

    public AttributeStore attributes() {
        return attributes;
    }

    /** Relationship attributes by {@code cio_id}. */
    public Map<String, AttributeStore> people() {
        return Collections.unmodifiableMap(people);
    }

    AttributeStore relate(String cioId) {
        return people.computeIfAbsent(cioId, none -> new AttributeStore());
    }

    void separate(String cioId) {
        people.remove(cioId);
    }

    /** Gives the secondary's relationship to the primary, unless it has one itself. */
    void moveRelationship(String fromCioId, String toCioId) {
        AttributeStore moved = people.remove(fromCioId);
        if (moved != null) {
            people.putIfAbsent(toCioId, moved);
        }
    }
}
