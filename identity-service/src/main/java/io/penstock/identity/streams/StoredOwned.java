package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;

/**
 * An {@link OwnedProfile} as bytes, behind a format number. Every change of a trait writes all of it, to the store and
 * to its changelog, so what comes again is a number: a text (a pipeline, an identifier), and all that traits of one
 * record have in common. Times are told from the one before. Equal profiles give equal bytes.
 *
 * <p>Format 1, in which every trait said all of it again, is read too.
 */
final class StoredOwned {
    static final int FORMAT = 2;
    static final int BEFORE_STAMPS = 1;

    /** How a trait's value is written. */
    enum ValueKind {
        TEXT,
        TRUE,
        FALSE,
        INT,
        LONG,
        DECIMAL,
        OTHER
    }

    private StoredOwned() {}

    /** What traits of one record have in common. */
    record Stamp(String by, Instant asOf, long commit, long tie, long logOffset, String source) {
        boolean isOf(Carried one) {
            return tie == one.tie()
                    && logOffset == one.logOffset()
                    && commit == one.commit()
                    && by.equals(one.by())
                    && Objects.equals(asOf, one.asOf())
                    && Objects.equals(source, one.source());
        }

        static Stamp of(Carried one) {
            return new Stamp(one.by(), one.asOf(), one.commit(), one.tie(), one.logOffset(), one.source());
        }

        Carried on(String name, JsonNode value) {
            return new Carried(name, by, value, asOf, commit, tie, logOffset, source);
        }
    }

    static byte[] write(OwnedProfile profile) {
        return new OwnedWriter().profile(profile);
    }

    /** @throws SerializationException if these are no bytes of {@link #write} */
    static OwnedProfile read(byte[] bytes) {
        try {
            return new OwnedReader(bytes).profile();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new SerializationException("stored profile of " + bytes.length + " bytes cannot be read");
        }
    }
}
