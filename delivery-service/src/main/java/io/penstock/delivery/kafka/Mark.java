package io.penstock.delivery.kafka;

import java.util.Base64;
import java.util.BitSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition is written down: everything before {@code next}, and of what comes after it the records whose
 * bits are set. The bits travel in the metadata of the committed offset, so that a restart neither loses the record
 * that holds up the offset nor sends again what was finished behind it.
 *
 * @param next lowest offset that has no outcome; what a reader without the metadata would go on with
 * @param finished bit i stands for offset {@code next + i}; not changed after it was given away
 */
record Mark(long next, BitSet finished) {
    /** Offsets a mark can tell apart: 3,000 bytes, which are 4,000 characters of the broker's 4,096. */
    static final int REACH = 24_000;

    private static final String FORM = "p1:";

    static Mark at(long next) {
        return new Mark(next, new BitSet());
    }

    /** What does not fit is left out, from the end: those records would be sent again, in order, with the same ids. */
    OffsetAndMetadata encode(String transaction) {
        String bits = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(finished.get(0, REACH).toByteArray());
        return new OffsetAndMetadata(next, FORM + transaction + ":" + bits);
    }

    /**
     * Reads what {@link #encode} wrote. An offset that somebody else set counts as it stands: nothing behind it is
     * finished.
     */
    static Mark decode(OffsetAndMetadata committed) {
        String[] parts = committed.metadata().split(":", -1);
        if (!committed.metadata().startsWith(FORM) || parts.length != 3) {
            return at(committed.offset());
        }
        try {
            return new Mark(
                    committed.offset(), BitSet.valueOf(Base64.getDecoder().decode(parts[2])));
        } catch (IllegalArgumentException e) {
            return at(committed.offset());
        }
    }
}
