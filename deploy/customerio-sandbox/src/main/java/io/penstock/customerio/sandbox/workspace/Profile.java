package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.IdentifierKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One person. Identifiers are attributes too, so they have times; {@link People} keeps the indexes. Guarded by the
 * owner of the workspace.
 */
public final class Profile {

    private final String cioId;
    private final long createdAt;
    private final AttributeStore attributes = new AttributeStore();
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Set<String> anonymousIds = new LinkedHashSet<>();
    private final Set<String> absorbed = new LinkedHashSet<>();
    private long lastWrite = Long.MIN_VALUE;

    Profile(String cioId, long createdAt) {
        this.cioId = cioId;
        this.createdAt = createdAt;
    }

    static boolean isIdentifier(String attribute) {
        return attribute.equals("id") || attribute.equals("email") || attribute.equals("phone");
    }

    /** The generated id; grows with creation, so the smaller of two is the older profile. */
    public String cioId() {
        return cioId;
    }

    /** Unix seconds. */
    public long createdAt() {
        return createdAt;
    }

    public Optional<String> identifier(IdentifierKind kind) {
        return kind == IdentifierKind.CIO_ID ? Optional.of(cioId) : attributes.value(kind.key());
    }

    public AttributeStore attributes() {
        return attributes;
    }

    public List<StoredEvent> events() {
        return Collections.unmodifiableList(events);
    }

    public Map<String, Device> devices() {
        return Collections.unmodifiableMap(devices);
    }

    public Set<String> anonymousIds() {
        return Collections.unmodifiableSet(anonymousIds);
    }

    /** Whether activities of that {@code cio_id} belong to this person: its own, or one merged into it. */
    public boolean answersTo(String otherCioId) {
        return cioId.equals(otherCioId) || absorbed.contains(otherCioId);
    }

    /** Any casing of {@code true}, and {@code 1}, mean unsubscribed; anything else does not (reference 2.3). */
    public boolean isUnsubscribed() {
        String value = attributes.value("unsubscribed").orElse("");
        return value.equalsIgnoreCase("true") || value.equals("1");
    }

    long lastWrite() {
        return lastWrite;
    }

    void wroteAt(long timestamp) {
        lastWrite = Math.max(lastWrite, timestamp);
    }

    void add(StoredEvent event) {
        events.add(event);
    }

    void add(Device device) {
        devices.put(device.token(), device);
    }

    void removeDevice(String token) {
        devices.remove(token);
    }

    void bindAnonymous(String anonymousId) {
        anonymousIds.add(anonymousId);
    }

    /**
     * Takes over what a merge takes over, except identifiers and relationships (6.3). Events before the bound, in unix
     * seconds, are lost.
     */
    void absorb(Profile secondary, long eventsSince) {
        attributes.fillBlanksFrom(secondary.attributes);
        secondary.events.stream()
                .filter(event -> event.timestamp() >= eventsSince)
                .forEach(events::add);
        secondary.devices.forEach(devices::putIfAbsent);
        anonymousIds.addAll(secondary.anonymousIds);
        absorbed.add(secondary.cioId);
        absorbed.addAll(secondary.absorbed);
    }
}
