package io.penstock.delivery.readback;

import io.penstock.schemas.Category;
import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.List;

/** A later word on a call that was accepted: all of the first one, but for what was seen since. */
final class LaterWord {
    private LaterWord() {}

    static OutcomeV1 on(OutcomeV1 call, String code, Category category, List<String> words, Instant at) {
        return new OutcomeV1(
                call.workspace(),
                call.deliveryId(),
                call.kind(),
                call.pipeline(),
                call.configVersion(),
                call.emit(),
                call.destination(),
                call.profileId(),
                call.address(),
                call.object(),
                call.event(),
                call.status(),
                code,
                category,
                words,
                call.attempts(),
                call.ambiguous(),
                call.asOf(),
                call.firstAttemptAt(),
                at,
                call.recordId(),
                call.rowKey(),
                call.position());
    }
}
