package io.penstock.schemas.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
     * Where rows come from: exactly one of {@code table} (three-part name), {@code query} (Spark SQL), {@code events}
     * and {@code webhooks}. The last two stand alone; ingest-service has nothing to do with them.
     *
     * @param key columns that name a row; empty (SNAPSHOT only) if its whole content does
     * @param contract null if every column passes as it is
     * @param events an endpoint of the project's collection API: each message is a row of {@code message},
     *     {@code properties}, {@code traits} and {@code context}
     * @param webhooks the customerio connection whose reporting webhooks name people: a row of {@code id},
     *     {@code email} and {@code cio_id}. Such a pipeline feeds identity and makes no calls
     */
    public record Source(
            String connection,
            String table,
            String query,
            List<String> key,
            Change change,
            Contract contract,
            String events,
            String webhooks) {
        public Source {
            key = key == null ? List.of() : List.copyOf(key);
        }
    }

    /**
     * How change is noticed, and when it is looked for: every so often, by {@code cron}, or {@code live}.
     *
     * @param column for WATERMARK: the column whose highest value seen is the watermark
     * @param lookback how far behind the watermark each read starts again; rows seen twice cost no call
     * @param every pause between two reads; default 5 minutes. With {@code live} the time from the beginning of one
     *     look to the next, default half a second
     * @param cron five fields (minute, hour, day of month, month, day of week) instead of {@code every}, or null
     * @param zone time zone of {@code cron}, default UTC
     * @param live tables only: asks for the table's version every so often and reads only when it moved
     * @param deletes for ROW_VERSION and WATERMARK on a table: whether rows that disappeared are looked for; the other
     *     modes see them anyway
     * @param mostDeleted for SNAPSHOT: a read that would delete more than this share of the rows known (0 to 1) deletes
     *     none and is reported; default 0.5. A read without any row never deletes
     */
    public record Change(
            By by,
            String column,
            Duration lookback,
            Duration every,
            String cron,
            ZoneId zone,
            Boolean live,
            Deletes deletes,
            BigDecimal mostDeleted) {
        public Change {
            lookback = lookback == null ? Duration.ofMinutes(15) : lookback;
            live = live != null && live;
            every = every != null ? every : live ? Duration.ofMillis(500) : Duration.ofMinutes(5);
            zone = zone == null ? ZoneOffset.UTC : zone;
            deletes = deletes == null ? Deletes.IGNORE : deletes;
            mostDeleted = mostDeleted == null ? new BigDecimal("0.5") : mostDeleted;
        }
    }

    /** What is done about rows that disappeared, in modes that do not see it by themselves. */
    public enum Deletes {
        @JsonProperty("ignore")
        IGNORE,
        /**
         * Compares the keys of the last version read with those of the newest, when a commit between may have removed
         * some.
         */
        @JsonProperty("compare")
        COMPARE
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
            onChange = onChange == null ? OnChange.DEFAULTS : onChange;
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

    /**
     * Policy per class of schema change.
     *
     * @param retyped a type that neither holds all values of the old one nor is held by it
     * @param widened a type that holds every value of the old one, and more
     * @param narrowed a type all of whose values the old one held
     * @param nullability NOT NULL came or went
     * @param allNull a column that had values has none in any row
     */
    public record OnChange(
            Policy added,
            Policy renamed,
            Policy retyped,
            Policy removed,
            Policy widened,
            Policy narrowed,
            Policy nullability,
            Policy allNull) {
        static final OnChange DEFAULTS = new OnChange(null, null, null, null, null, null, null, null);

        public OnChange {
            added = added == null ? Policy.ALLOW : added;
            renamed = renamed == null ? Policy.FOLLOW : renamed;
            retyped = retyped == null ? Policy.QUARANTINE : retyped;
            removed = removed == null ? Policy.PAUSE : removed;
            widened = widened == null ? Policy.ALLOW : widened;
            narrowed = narrowed == null ? Policy.ALLOW : narrowed;
            nullability = nullability == null ? Policy.ALLOW : nullability;
            allNull = allNull == null ? Policy.HOLD : allNull;
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
     * @param given identifier type to column, or to a path in the row of an event, strongest first
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
        DEAD_LETTER,
        /** The person is created at the destination under the profile's own id. */
        @JsonProperty("create")
        CREATE
    }

    /** The script, by file name beside the pipeline; its text travels in {@code ConfigV1.script}. */
    public record Transform(String script, Duration timeout, String memory) {
        public Transform {
            timeout = timeout == null ? Duration.ofMillis(100) : timeout;
            memory = memory == null ? "128MiB" : memory;
        }
    }

    /**
     * One rule that turns values into calls. What is not of its type is null or empty.
     *
     * @param name names the rule in ids and history; default: the event, else the type
     * @param attributes identify, object: attribute to value
     * @param unset identify, object: attributes to remove
     * @param event track: event name
     * @param seen page, screen: the value that names what was seen
     * @param objectType object, relationship, delete: the destination's name of the kind of thing
     * @param id object, delete: the value that is the thing's id; a delete without one is about the person
     * @param ids relationship: the value that is one id or a list of them
     * @param action relationship: what the ids are; default SET
     * @param relateTo object: who belongs to it; null relates nobody
     * @param relation object, relationship: attribute of the relation to value
     * @param when the condition; null applies the rule to every record
     * @param properties track, page, screen: property to value
     */
    public record Emit(
            Type type,
            String name,
            SequencedMap<String, Given> attributes,
            List<String> unset,
            String event,
            String seen,
            String objectType,
            String id,
            String ids,
            Action action,
            Related relateTo,
            SequencedMap<String, Given> relation,
            When when,
            SequencedMap<String, Given> properties) {
        public Emit {
            attributes = attributes == null ? new LinkedHashMap<>() : new LinkedHashMap<>(attributes);
            unset = unset == null ? List.of() : List.copyOf(unset);
            relation = relation == null ? new LinkedHashMap<>() : new LinkedHashMap<>(relation);
            properties = properties == null ? new LinkedHashMap<>() : new LinkedHashMap<>(properties);
            name = name != null ? name : event != null ? event : word(type);
            action = action == null ? Action.SET : action;
        }

        private static String word(Type type) {
            return type == null ? null : type.name().toLowerCase(Locale.ROOT);
        }

        /** Kinds of call that can be declared. */
        public enum Type {
            @JsonProperty("identify")
            IDENTIFY,
            @JsonProperty("track")
            TRACK,
            @JsonProperty("page")
            PAGE,
            @JsonProperty("screen")
            SCREEN,
            @JsonProperty("object")
            OBJECT,
            @JsonProperty("relationship")
            RELATIONSHIP,
            @JsonProperty("delete")
            DELETE
        }

        /** What the ids of a relationship are. */
        public enum Action {
            /** All things of that row: what it named before and names no more is unrelated. */
            @JsonProperty("set")
            SET,
            @JsonProperty("add")
            ADD,
            @JsonProperty("remove")
            REMOVE
        }

        /** Who can belong to an object: Customer.io relates objects to people only. */
        public enum Related {
            @JsonProperty("person")
            PERSON
        }
    }

    /**
     * Where a value comes from: {@code column.path | figure}, which is short for {@code {from: …}}, or {@code {value:
     * …}}.
     *
     * @param from a name the script returned, or a column or path; exactly one of the two is set
     * @param value the same for every record
     */
    public record Given(String from, JsonNode value) {
        @JsonCreator
        public Given {
            if ((from == null) == (value == null)) {
                throw new IllegalArgumentException("expected exactly one of from and value");
            }
        }

        /** The short form. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Given from(String from) {
            return new Given(from, null);
        }
    }

    /**
     * When a rule applies: exactly one of {@code crosses}, {@code changes}, {@code isTrue} and {@code row} is set.
     *
     * <p>A crossing fires once when the value passes the level, then not again before it has been back at the re-arm
     * level.
     *
     * @param crosses the value watched
     * @param above fires strictly above this level; exactly one of above, below and either is set
     * @param below fires strictly below this level
     * @param either fires like {@code above}, and again when the value is back at the re-arm level
     * @param rearmBelow for {@code above} and {@code either}: re-arms strictly below; default: the level itself (at or
     *     below re-arms)
     * @param rearmAbove for {@code below}: re-arms strictly above; default likewise
     * @param first whether a person's first row beyond the level fires (default), or a person's first value counts as a
     *     change (default not)
     * @param changes the value watched: the rule applies when it is another one than the person's last
     * @param isTrue the value that has to be true
     * @param row what has become of the row
     * @param dwell of a crossing: its event comes only if the value has stayed beyond the level for that long; null: at
     *     once
     * @param coolDown of a crossing: no second event of a person within that time; a passage in it is passed over.
     *     Null: none
     * @param modelVersion of a crossing: the value that names the model, for the event; null: none does
     */
    public record When(
            String crosses,
            BigDecimal above,
            BigDecimal below,
            BigDecimal either,
            BigDecimal rearmBelow,
            BigDecimal rearmAbove,
            First first,
            String changes,
            String isTrue,
            RowState row,
            Duration dwell,
            Duration coolDown,
            String modelVersion) {
        public When {
            first = first != null ? first : changes != null ? First.ARM : First.FIRE;
        }
    }

    /** What has become of a row. */
    public enum RowState {
        @JsonProperty("deleted")
        DELETED
    }

    /** First-row policy of a crossing. */
    public enum First {
        @JsonProperty("fire")
        FIRE,
        @JsonProperty("arm")
        ARM
    }

    /**
     * Where calls go.
     *
     * @param connection its name
     * @param truncate attributes and properties whose text may be cut to what the destination takes
     * @param allowNames reserved names of events, properties and attributes that are meant
     * @param ledger whether what the destination has already is left out
     */
    public record Destination(String connection, List<String> truncate, List<String> allowNames, Ledger ledger) {
        public Destination {
            ledger = ledger == null ? Ledger.ON : ledger;
            truncate = truncate == null ? List.of() : List.copyOf(truncate);
            allowNames = allowNames == null ? List.of() : List.copyOf(allowNames);
        }
    }

    /** Use of the ledger of acknowledged attributes. */
    public enum Ledger {
        /** Only attributes that changed are sent, and no row causes its events twice. */
        @JsonProperty("on")
        ON,
        /** Every row sends everything; what is acknowledged is written down all the same. */
        @JsonProperty("off")
        OFF
    }

    /** Columns with personal data, masked wherever a person looks. */
    public record Privacy(List<String> pii) {
        public Privacy {
            pii = pii == null ? List.of() : List.copyOf(pii);
        }
    }
}
