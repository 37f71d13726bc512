package io.penstock.schemas;

import java.time.Instant;

/**
 * An input that no attempt will save, kept whole so that it can be replayed.
 *
 * @param stage service and stage that gave it up: {@code ingest.filter}, {@code transform.script}, …
 * @param code stable reason, also the metric label
 * @param reason for a person, without any value of the input
 * @param input the record's value: JSON text, or base64 if {@code encoding} says so
 * @param encoding {@code json} or {@code base64}
 */
public record DeadLetterV1(
        String stage,
        String code,
        Category category,
        String reason,
        String topic,
        int partition,
        long offset,
        String key,
        String input,
        String encoding,
        String pipeline,
        long configVersion,
        Instant at) {}
