package io.penstock.delivery.kafka;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.InstantText;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.PositionV1;
import java.time.Instant;
import java.util.List;

/** Writes outcomes as their serde does, byte for byte, in a fraction of the time. Not thread-safe. */
final class OutcomeBytes {
    private static final int USUAL = 1024;
    private static final byte[] DELIVERY_ID = ascii(",\"delivery_id\":");
    private static final byte[] KIND = ascii(",\"kind\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] EMIT = ascii(",\"emit\":");
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] ADDRESS = ascii(",\"address\":{");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] OBJECT = ascii(",\"object\":{");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] EVENT = ascii(",\"event\":");
    private static final byte[] WORDS = ascii(",\"words\":[");
    private static final byte[] ATTEMPTS = ascii(",\"attempts\":");
    private static final byte[] AMBIGUOUS = ascii(",\"ambiguous\":");
    private static final byte[] RECORD_ID = ascii(",\"record_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");
    private static final byte[] POSITION = ascii(",\"position\":{");
    private static final byte[] TABLE_VERSION = ascii(",\"table_version\":");
    private static final byte[] COMMIT_VERSION = ascii(",\"commit_version\":");
    private static final byte[] WATERMARK = ascii(",\"watermark\":");

    private final JsonBytes out = new JsonBytes(USUAL);
    private final Recurring workspace = new Recurring(",\"workspace\":");
    private final Recurring pipeline = new Recurring(",\"pipeline\":");
    private final Recurring destination = new Recurring(",\"destination\":");
    private final Recurring type = new Recurring(",\"type\":");
    private final Recurring status = new Recurring(",\"status\":");
    private final Recurring code = new Recurring(",\"code\":");
    private final Recurring category = new Recurring(",\"category\":");
    private final Recurring asOf = new Recurring(",\"as_of\":");
    private final Recurring firstAttemptAt = new Recurring(",\"first_attempt_at\":");
    private final Recurring at = new Recurring(",\"at\":");
    private final Recurring source = new Recurring(",\"source\":");
    private final Moment called = new Moment();
    private final Moment begun = new Moment();
    private final Moment ended = new Moment();
    private boolean first;

    /** A field that says the same again and again: what was written last, name and all. */
    private static final class Recurring {
        private final byte[] name;
        private String text;
        private byte[] written;

        Recurring(String name) {
            this.name = ascii(name);
        }

        byte[] of(String wanted) {
            if (!wanted.equals(text)) {
                written = new JsonBytes(name.length + wanted.length() + 2)
                        .raw(name)
                        .quoted(wanted)
                        .copy();
                text = wanted;
            }
            return written;
        }
    }

    /** A time and its text: the calls of one request have theirs in common. */
    private static final class Moment {
        private Instant time;
        private String text;

        String text(Instant wanted) {
            if (wanted == null) {
                return null;
            }
            if (!wanted.equals(time)) {
                time = wanted;
                text = InstantText.format(wanted);
            }
            return text;
        }
    }

    byte[] of(OutcomeV1 outcome) {
        out.clear();
        write(outcome);
        return out.copy();
    }

    private void write(OutcomeV1 outcome) {
        out.raw('{');
        first = true;
        text(workspace, outcome.workspace());
        text(DELIVERY_ID, outcome.deliveryId());
        text(KIND, word(outcome.kind()));
        text(pipeline, outcome.pipeline());
        number(CONFIG_VERSION, outcome.configVersion());
        text(EMIT, outcome.emit());
        text(destination, outcome.destination());
        text(PROFILE_ID, outcome.profileId());
        if (outcome.address() != null) {
            pair(ADDRESS, outcome.address().type(), VALUE, outcome.address().value());
        }
        if (outcome.object() != null) {
            pair(OBJECT, outcome.object().type(), ID, outcome.object().id());
        }
        text(EVENT, outcome.event());
        text(status, word(outcome.status()));
        text(code, outcome.code());
        text(category, word(outcome.category()));
        words(outcome.words());
        number(ATTEMPTS, outcome.attempts());
        number(AMBIGUOUS, outcome.ambiguous());
        text(asOf, called.text(outcome.asOf()));
        text(firstAttemptAt, begun.text(outcome.firstAttemptAt()));
        text(at, ended.text(outcome.at()));
        text(RECORD_ID, outcome.recordId());
        text(ROW_KEY, outcome.rowKey());
        if (outcome.position() != null) {
            position(outcome.position());
        }
        out.raw('}');
    }

    private void pair(byte[] name, String typeText, byte[] other, String otherText) {
        open(name);
        text(type, typeText);
        text(other, otherText);
        close();
    }

    private void words(List<String> words) {
        name(WORDS);
        for (int i = 0; i < words.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.quoted(words.get(i));
        }
        out.raw(']');
    }

    private void position(PositionV1 position) {
        open(POSITION);
        text(source, position.source());
        number(TABLE_VERSION, position.tableVersion());
        number(COMMIT_VERSION, position.commitVersion());
        if (position.watermark() != null) {
            text(WATERMARK, InstantText.format(position.watermark()));
        }
        close();
    }

    private void open(byte[] name) {
        name(name);
        first = true;
    }

    private void close() {
        out.raw('}');
        first = false;
    }

    private static String word(Enum<?> word) {
        return word == null ? null : word.name();
    }

    private void text(Recurring field, String text) {
        if (text != null) {
            byte[] written = field.of(text);
            out.raw(written, first ? 1 : 0, written.length);
            first = false;
        }
    }

    private void text(byte[] name, String text) {
        if (text != null) {
            name(name);
            out.quoted(text);
        }
    }

    private void number(byte[] name, long number) {
        name(name);
        out.number(number);
    }

    private void name(byte[] name) {
        out.raw(name, first ? 1 : 0, name.length);
        first = false;
    }
}
