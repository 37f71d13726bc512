package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityChangeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ProfileV1.TraitMeta;
import io.penstock.schemas.RecordV1;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Traits with where each came from: one last-writer-wins register per name, stamped with as-of time and log offset.
 * Combining is commutative, associative and idempotent, so what arrives in any order ends in the same traits.
 */
record Traits(ObjectNode values, Map<String, TraitMeta> meta) {
    private static final Comparator<TraitMeta> STAMP =
            Comparator.comparing(TraitMeta::asOf).thenComparingLong(TraitMeta::logOffset);

    static Traits of(ProfileV1 profile) {
        return new Traits(profile.traits(), profile.traitMeta());
    }

    /** Top-level scalars of the row that have a value; a row that is gone or a null says nothing. */
    static Traits of(IdentityChangeV1 change) {
        RecordV1 record = change.record();
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        Map<String, TraitMeta> meta = new HashMap<>();
        if (record.row() != null) {
            TraitMeta stamp = new TraitMeta(record.asOf(), change.logOffset(), record.pipeline(), carrier(change));
            record.row().properties().forEach(column -> {
                JsonNode value = column.getValue();
                if (value.isTextual() || value.isNumber() || value.isBoolean()) {
                    values.set(column.getKey(), value);
                    meta.put(column.getKey(), stamp);
                }
            });
        }
        return new Traits(values, meta);
    }

    /** The newer of both, name by name. */
    Traits with(Traits other) {
        ObjectNode newest = values.deepCopy();
        Map<String, TraitMeta> stamps = new HashMap<>(meta);
        other.meta.forEach((name, theirs) -> {
            TraitMeta ours = stamps.get(name);
            if (ours == null || STAMP.compare(theirs, ours) > 0) {
                newest.set(name, other.values.get(name));
                stamps.put(name, theirs);
            }
        });
        return new Traits(newest, stamps);
    }

    /** The profile's strongest identifier that the record itself had. */
    private static String carrier(IdentityChangeV1 change) {
        return change.identifiers().stream()
                .filter(known -> change.record().identifiers().stream().anyMatch(one -> isSame(one, known)))
                .findFirst()
                .or(() -> change.identifiers().stream().findFirst())
                .map(known -> known.type() + ":" + known.value())
                .orElse(null);
    }

    private static boolean isSame(IdentifierV1 one, ProfileV1.Known known) {
        return one.type().equals(known.type())
                && (one.value().equals(known.value()) || one.value().equals(known.raw()));
    }
}
