package io.penstock.schemas.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code kind: Pipeline}. One source table or query bound to a destination.
 *
 * @param transform null when attributes name columns directly
 * @param emit empty for a pipeline that only feeds identity
 * @param destination null only if {@code emit} is empty
 */
public record PipelineSpec(
        Source source,
        IdentityUse identity,
        Transform transform,
        List<Emit> emit,
        Destination destination,
        Privacy privacy) {
    public PipelineSpec {
        emit = emit == null ? List.of() : List.copyOf(emit);
        privacy = privacy == null ? new Privacy(List.of()) : privacy;
    }

    /**
     * Where rows come from: exactly one of {@code table} (three-part name) and {@code query} (Spark SQL).
     *
     * @param key columns that name a row
     */
    public record Source(
            String connection, String table, String query, List<String> key, Change change, Contract contract) {
        public Source {
            key = List.copyOf(key);
        }
    }

    /**
     * How change is noticed.
     *
     * @param column for WATERMARK: the column whose highest value seen is the watermark
     * @param lookback how far behind the watermark each read starts again; rows seen twice cost no call
     * @param every pause between two reads
     */
    public record Change(By by, String column, Duration lookback, Duration every) {
        public Change {
            lookback = lookback == null ? Duration.ofMinutes(15) : lookback;
            every = every == null ? Duration.ofMinutes(5) : every;
        }
    }

    /** Modes of change detection. */
    public enum By {
        @JsonProperty("row-version")
        ROW_VERSION,
        @JsonProperty("watermark")
        WATERMARK,
        @JsonProperty("change-feed")
        CHANGE_FEED,
        @JsonProperty("snapshot")
        SNAPSHOT
    }

    /** Columns the pipeline relies on, in the file's order, and what to do when they change. */
    public record Contract(SequencedMap<String, Column> columns, OnChange onChange) {
        public Contract {
            columns = columns == null ? new LinkedHashMap<>() : new LinkedHashMap<>(columns);
            onChange = onChange == null ? new OnChange(null, null, null, null) : onChange;
        }
    }

    /**
     * One column of the contract.
     *
     * @param type Spark type in lower case; {@code struct}, {@code array}, {@code map} without details accept any;
     *     {@code vector} is a Spark ML vector
     * @param required a row without it (absent or null) is a dead letter
     * @param optional the source may lack the column altogether; the last value then stays
     * @param was former names, newest first
     * @param min lowest value allowed, or null
     * @param max highest value allowed, or null
     * @param oneOf allowed values; empty allows any
     */
    public record Column(
            String type,
            boolean required,
            boolean optional,
            List<String> was,
            BigDecimal min,
            BigDecimal max,
            List<JsonNode> oneOf) {
        public Column {
            was = was == null ? List.of() : List.copyOf(was);
            oneOf = oneOf == null ? List.of() : List.copyOf(oneOf);
        }
    }

    /** Policy per class of schema change. */
    public record OnChange(Policy added, Policy renamed, Policy retyped, Policy removed) {
        public OnChange {
            added = added == null ? Policy.ALLOW : added;
            renamed = renamed == null ? Policy.FOLLOW : renamed;
            retyped = retyped == null ? Policy.QUARANTINE : retyped;
            removed = removed == null ? Policy.PAUSE : removed;
        }
    }

    /** Answers to a schema change. */
    public enum Policy {
        @JsonProperty("allow")
        ALLOW,
        @JsonProperty("follow")
        FOLLOW,
        @JsonProperty("hold")
        HOLD,
        @JsonProperty("quarantine")
        QUARANTINE,
        @JsonProperty("pause")
        PAUSE
    }

    /**
     * How a row names its person.
     *
     * @param given identifier type to column, strongest first
     * @param address identifier types the destination may be told, first known wins; empty only without emits
     */
    public record IdentityUse(SequencedMap<String, String> given, List<String> address, Unresolved unresolved) {
        public IdentityUse {
            given = new LinkedHashMap<>(given);
            address = address == null ? List.of() : List.copyOf(address);
            unresolved = unresolved == null ? new Unresolved(null, null) : unresolved;
        }
    }

    /** What happens to a record whose person has none of the address identifiers yet. */
    public record Unresolved(@JsonProperty("wait") Duration patience, Then then) {
        public Unresolved {
            patience = patience == null ? Duration.ofDays(3) : patience;
            then = then == null ? Then.DEAD_LETTER : then;
        }
    }

    /** End of the wait. */
    public enum Then {
        @JsonProperty("dead-letter")
        DEAD_LETTER
    }

    /** The script, by file name beside the pipeline; its text travels in {@code ConfigV1.script}. */
    public record Transform(String script, Duration timeout, String memory) {
        public Transform {
            timeout = timeout == null ? Duration.ofMillis(100) : timeout;
            memory = memory == null ? "128MiB" : memory;
        }
    }

    /**
     * One rule that turns values into calls.
     *
     * @param name names the rule in ids and history; default: the event, else {@code identify}
     * @param attributes identify: attribute to value; a value is a name the script returned or a column path
     * @param unset identify: attributes to remove
     * @param event track: event name
     * @param when track: the condition; null sends one event per record
     * @param properties track: property to value
     */
    public record Emit(
            Type type,
            String name,
            SequencedMap<String, String> attributes,
            List<String> unset,
            String event,
            When when,
            SequencedMap<String, String> properties) {
        public Emit {
            attributes = attributes == null ? new LinkedHashMap<>() : new LinkedHashMap<>(attributes);
            unset = unset == null ? List.of() : List.copyOf(unset);
            properties = properties == null ? new LinkedHashMap<>() : new LinkedHashMap<>(properties);
            name = name != null ? name : event != null ? event : "identify";
        }

        /** Kinds of call that can be declared. */
        public enum Type {
            @JsonProperty("identify")
            IDENTIFY,
            @JsonProperty("track")
            TRACK
        }
    }

    /**
     * A crossing: fires once when the value passes the level, then not again before it has been back at the re-arm
     * level.
     *
     * @param crosses the value watched
     * @param above fires strictly above this level; exactly one of above and below is set
     * @param below fires strictly below this level
     * @param rearmBelow for {@code above}: re-arms strictly below; default: {@code above} itself (at or below re-arms)
     * @param rearmAbove for {@code below}: re-arms strictly above; default likewise
     * @param first whether a person's first row beyond the level fires
     */
    public record When(
            String crosses,
            BigDecimal above,
            BigDecimal below,
            BigDecimal rearmBelow,
            BigDecimal rearmAbove,
            First first) {
        public When {
            first = first == null ? First.FIRE : first;
        }
    }

    /** First-row policy of a crossing. */
    public enum First {
        @JsonProperty("fire")
        FIRE,
        @JsonProperty("arm")
        ARM
    }

    /** Where calls go: the name of a connection. */
    public record Destination(String connection) {}

    /** Columns with personal data, masked wherever a person looks. */
    public record Privacy(List<String> pii) {
        public Privacy {
            pii = pii == null ? List.of() : List.copyOf(pii);
        }
    }
}
