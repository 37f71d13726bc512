package io.penstock.schemas;

import io.penstock.schemas.Topic.Cleanup.Compact;
import io.penstock.schemas.Topic.Cleanup.Delete;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** The catalogue: every topic of the house, created by us and named nowhere else. */
public final class Topics {
    /** Longer than any record that names a configuration version lives, so that version is always still readable. */
    private static final Duration CONFIG_LAG = Duration.ofDays(35);

    private static final Duration NO_LAG = Duration.ZERO;

    /** Key: pipeline + {@code |} + row key. Rows as read, and the marks around a run. */
    public static final Topic<ReadV1> READS = Topic.spread("reads", ReadV1.class, days(1));
    /** Key: {@link RecordV1#partitionKey()}. One source change each. */
    public static final Topic<RecordV1> RECORDS = Topic.spread("records", RecordV1.class, days(7));
    /** Key: the person's identifier as the destination names it. Verified webhook events. */
    public static final Topic<EngagementV1> ENGAGEMENT = Topic.spread("engagement", EngagementV1.class, days(14));
    /** Key: workspace. Observations and commands in the one order that decides identity. */
    public static final Topic<IdentityLogEntryV1> IDENTITY_LOG =
            Topic.spread("identity-log", IdentityLogEntryV1.class, days(30));
    /** Key: profile id. What the resolver decided, for the profile's owner; internal to identity-service. */
    public static final Topic<IdentityChangeV1> IDENTITY_CHANGES =
            Topic.spread("identity-changes", IdentityChangeV1.class, days(7));
    /** Key: that of the record. Which identifiers are settled, for the log writers; internal to identity-service. */
    public static final Topic<IdentitySettledV1> IDENTITY_SETTLED =
            Topic.spread("identity-settled", IdentitySettledV1.class, days(1));
    /** Key: profile id of who inherits. Trait values moving between profiles; internal to identity-service. */
    public static final Topic<IdentityHandoverV1> IDENTITY_HANDOVER =
            Topic.spread("identity-handover", IdentityHandoverV1.class, days(7));
    /** Key: profile id. A record on the person it belongs to. */
    public static final Topic<ResolvedV1> RESOLVED = Topic.spread("resolved", ResolvedV1.class, days(7));
    /** Key: profile id. Public: the newest state of every profile. */
    public static final Topic<ProfileV1> PROFILES = Topic.spread("profiles", ProfileV1.class, new Compact(NO_LAG));
    /** Key: profile id. Public: every identity decision with its evidence. */
    public static final Topic<DecisionV1> DECISIONS = Topic.spread("decisions", DecisionV1.class, days(365));
    /** Key: profile id. What the script made of a record. */
    public static final Topic<ShapedV1> SHAPED = Topic.spread("shaped", ShapedV1.class, days(3));
    /** Key: profile id of the survivor. Crossing sides and waiting records moving; internal to transform-service. */
    public static final Topic<TransformHandoverV1> TRANSFORM_HANDOVER =
            Topic.spread("transform-handover", TransformHandoverV1.class, days(7));
    /**
     * Key: profile id of the survivor. Addresses that may have to be merged, and answers; internal to
     * transform-service.
     */
    public static final Topic<TransformMergeV1> TRANSFORM_MERGES =
            Topic.spread("transform-merges", TransformMergeV1.class, days(7));
    /** Key: profile id. Calls owed to a destination. */
    public static final Topic<DeliveryV1> DELIVERIES = Topic.spread("deliveries", DeliveryV1.class, days(7));
    /** Key: profile id. Public: what became of each call. */
    public static final Topic<OutcomeV1> OUTCOMES = Topic.spread("outcomes", OutcomeV1.class, days(30));
    /** Key: the original key. Inputs that no attempt will save. */
    public static final Topic<DeadLetterV1> DEAD_LETTERS = Topic.spread("dead-letters", DeadLetterV1.class, days(30));
    /** Key: pipeline. How far each source was read. */
    public static final Topic<CheckpointV1> CHECKPOINTS =
            Topic.single("checkpoints", CheckpointV1.class, new Compact(NO_LAG));
    /** Key: table. Differences between what a contract names and what the source has. */
    public static final Topic<SchemaChangeV1> SCHEMA_CHANGES =
            Topic.single("schema-changes", SchemaChangeV1.class, days(365));
    /** Key: kind/name. Configuration in force; every version readable for the life of the records that name it. */
    public static final Topic<ConfigV1> CONFIG = Topic.single("config", ConfigV1.class, new Compact(CONFIG_LAG));
    /** No key order. Who changed what. */
    public static final Topic<AuditV1> AUDIT = Topic.single("audit", AuditV1.class, days(365));

    private Topics() {}

    /** Every topic, in the order a row passes them. */
    public static List<Topic<?>> all() {
        return List.of(
                CONFIG,
                READS,
                CHECKPOINTS,
                SCHEMA_CHANGES,
                RECORDS,
                IDENTITY_LOG,
                IDENTITY_CHANGES,
                IDENTITY_HANDOVER,
                IDENTITY_SETTLED,
                RESOLVED,
                PROFILES,
                DECISIONS,
                SHAPED,
                TRANSFORM_HANDOVER,
                TRANSFORM_MERGES,
                DELIVERIES,
                OUTCOMES,
                DEAD_LETTERS,
                ENGAGEMENT,
                AUDIT);
    }

    /** Every topic as a request to the broker; asking again for one that exists changes nothing there. */
    public static List<NewTopic> creations(int partitions, short replication) {
        return all().stream()
                .map(topic -> topic.creation(partitions, replication))
                .toList();
    }

    private static Delete days(int days) {
        return new Delete(Duration.ofDays(days));
    }
}
