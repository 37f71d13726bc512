package io.penstock.webhook.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.webhook.core.RecentIds;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tells identity who a webhook is about: Customer.io's ids are learned from what it reports. A set of identifiers that
 * was told before is not told again while it is remembered, and one identifier alone says nothing. Thread-safe.
 *
 * <p>No calls can come of it: a pipeline whose source is the webhooks has no emits.
 */
public final class WebhookPerson {
    private static final int REMEMBERED = 200_000;

    private final Supplier<List<Feed>> feeds;
    private final Predicate<RecordV1> log;
    private final RecentIds told = new RecentIds(REMEMBERED);

    /**
     * @param feeds pipelines that have the webhooks as their source now
     * @param log keeps a record; false if it cannot
     */
    public WebhookPerson(Supplier<List<Feed>> feeds, Predicate<RecordV1> log) {
        this.feeds = feeds;
        this.log = log;
    }

    /** Safe to repeat. @return whether nothing is left to be told */
    boolean tell(EngagementV1 event) {
        ObjectNode row = Json.wire().createObjectNode();
        Optional.ofNullable(event.personId()).ifPresent(id -> row.put("id", id));
        Optional.ofNullable(event.email()).ifPresent(email -> row.put("email", email));
        Optional.ofNullable(event.cioId()).ifPresent(id -> row.put("cio_id", id));
        for (Feed feed : feeds.get()) {
            List<IdentifierV1> known = feed.identifiers(row);
            String set = feed.pipeline() + "@" + feed.configVersion() + "|" + known;
            if (known.size() < 2 || told.holds(set)) {
                continue;
            }
            if (!log.test(record(feed, event, known, row))) {
                return false;
            }
            told.add(set);
        }
        return true;
    }

    private static RecordV1 record(Feed feed, EngagementV1 event, List<IdentifierV1> known, ObjectNode row) {
        return new RecordV1(
                feed.workspace(),
                feed.pipeline(),
                feed.configVersion(),
                feed.pipeline() + "|" + event.eventId(),
                known.getFirst().value(),
                event.eventId(),
                Operation.UPSERT,
                new PositionV1("webhook:customerio", -1, -1, null),
                event.occurredAt(),
                known,
                row);
    }
}
