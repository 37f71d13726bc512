package io.penstock.schemas;

import java.time.Instant;

/**
 * One verified reporting-webhook event.
 *
 * @param eventId the sender's ULID; a repeat has the same one
 * @param objectType channel: {@code email}, {@code push}, …; unknown ones are kept
 * @param metric {@code opened}, {@code clicked}, …; unknown ones are kept
 * @param personId the person's id at the destination, or null
 * @param triggerEventId id of the event that triggered the message, which is our delivery id; or null
 * @param human false when the sender says that a machine opened or clicked, null when it says nothing
 * @param body the request body, unchanged
 */
public record EngagementV1(
        String workspace,
        String eventId,
        String objectType,
        String metric,
        Instant occurredAt,
        Instant receivedAt,
        String personId,
        String email,
        String cioId,
        String deliveryId,
        Long campaignId,
        String triggerEventId,
        String href,
        Boolean human,
        String body) {}
