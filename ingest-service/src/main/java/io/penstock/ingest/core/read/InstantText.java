package io.penstock.ingest.core.read;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.TypeMapping;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads a watermark column's value as an instant. A DATE is its first instant, a TIMESTAMP_NTZ is taken as UTC. */
public final class InstantText {
    private InstantText() {}

    /** Whether a column of this type can be a watermark. */
    public static boolean isInstant(SparkType type) {
        return type.is(Kind.DATE) || type.is(Kind.TIMESTAMP) || type.is(Kind.TIMESTAMP_NTZ);
    }

    /** The instant, or empty for null and for anything the type does not allow. */
    public static Optional<Instant> of(SparkType type, Leaf raw) {
        if (!isInstant(type) || !(TypeMapping.map(type, raw).leaf() instanceof Leaf.Text(var text))) {
            return Optional.empty();
        }
        if (type.is(Kind.DATE)) {
            return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        return Optional.of(
                type.is(Kind.TIMESTAMP)
                        ? Instant.parse(text)
                        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    }
}
