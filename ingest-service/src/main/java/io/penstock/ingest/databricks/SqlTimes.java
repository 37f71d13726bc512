package io.penstock.ingest.databricks;

import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Instants as literals, and back from the engine's microseconds. */
final class SqlTimes {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private SqlTimes() {}

    static String timestamp(Instant instant) {
        return "TIMESTAMP '" + MICROS.format(instant) + "Z'";
    }

    /** A literal of a watermark column's type. The wall clock of a TIMESTAMP_NTZ is taken as UTC. */
    static String literal(SparkType type, Instant instant) {
        if (type.is(Kind.DATE)) {
            return "DATE '" + instant.atZone(ZoneOffset.UTC).toLocalDate() + "'";
        }
        return type.is(Kind.TIMESTAMP_NTZ) ? "TIMESTAMP_NTZ '" + MICROS.format(instant) + "'" : timestamp(instant);
    }

    /** Microseconds since 1970 of a DATE, TIMESTAMP or TIMESTAMP_NTZ; the session's time zone is UTC. */
    static String micros(String expression) {
        return "unix_micros(CAST(" + expression + " AS TIMESTAMP))";
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
