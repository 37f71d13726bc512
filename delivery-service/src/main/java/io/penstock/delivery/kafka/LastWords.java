package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Ending;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes endings down in the words of the contract. Reasons of dead letters name codes and fields, never a value. */
final class LastWords {
    private static final String STAGE = "delivery";
    private static final Set<String> OF_CONFIGURATION = Set.of("unsupported_identifier");

    private LastWords() {}

    static LastWord of(Owed.Delivery owed, Ending ending) {
        return new LastWord(
                owed.record().key(),
                ending.kind(),
                ending.code(),
                Optional.of(told(owed, ending)),
                ending.kind() == Ending.Kind.ACCEPTED ? Optional.empty() : Optional.of(deadLetter(owed, ending)));
    }

    private static Told told(Owed.Delivery owed, Ending ending) {
        boolean plain = ending.kind() == Ending.Kind.ACCEPTED
                && ending.words().isEmpty()
                && owed.text().isPresent();
        return plain ? new Told.Retold(owed, owed.text().get(), ending) : new Told.Whole(outcome(owed, ending));
    }

    static OutcomeV1 outcome(Owed.Delivery owed, Ending ending) {
        OutcomeV1.Status status = switch (ending.kind()) {
            case ACCEPTED -> OutcomeV1.Status.ACCEPTED;
            case REJECTED -> OutcomeV1.Status.REJECTED;
            case GIVEN_UP -> OutcomeV1.Status.GIVEN_UP;
        };
        return OutcomeV1.of(
                owed.delivery(),
                status,
                ending.code(),
                category(ending),
                ending.words(),
                ending.attempts(),
                ending.ambiguous(),
                ending.firstAttemptAt(),
                ending.at());
    }

    private static Category category(Ending ending) {
        return switch (ending.kind()) {
            case ACCEPTED -> Category.NONE;
            case REJECTED -> Category.DESTINATION_REJECTED;
            case GIVEN_UP -> Category.DESTINATION_UNAVAILABLE;
        };
    }

    private static DeadLetterV1 deadLetter(Owed.Delivery owed, Ending ending) {
        return deadLetter(
                owed.record(),
                ending.code(),
                category(ending),
                reason(ending),
                Optional.of(owed.delivery()),
                ending.at());
    }

    private static String reason(Ending ending) {
        return ending.kind() == Ending.Kind.REJECTED
                ? "the destination refused the call; its words are in the outcome of "
                        + ending.call().id()
                : "the destination did not take the call in " + ending.attempts() + " attempts";
    }

    static LastWord of(Owed.Unsayable owed, Instant now) {
        String code = owed.refused().code();
        Category category = OF_CONFIGURATION.contains(code) ? Category.CONFIGURATION : Category.SOURCE_DATA;
        OutcomeV1 outcome = OutcomeV1.of(
                owed.delivery(),
                OutcomeV1.Status.REJECTED,
                code,
                category,
                List.of(owed.refused().words()),
                0,
                0,
                null,
                now);
        DeadLetterV1 deadLetter =
                deadLetter(owed.record(), code, category, owed.refused().words(), Optional.of(owed.delivery()), now);
        return new LastWord(
                owed.record().key(),
                Ending.Kind.REJECTED,
                code,
                Optional.of(new Told.Whole(outcome)),
                Optional.of(deadLetter));
    }

    static LastWord of(Owed.Unreadable owed, Instant now) {
        String code = "unreadable_delivery";
        DeadLetterV1 deadLetter = deadLetter(
                owed.record(), code, Category.INTERNAL, "expected a delivery as JSON", Optional.empty(), now);
        return new LastWord(owed.record().key(), Ending.Kind.REJECTED, code, Optional.empty(), Optional.of(deadLetter));
    }

    private static DeadLetterV1 deadLetter(
            ConsumerRecord<String, byte[]> record,
            String code,
            Category category,
            String reason,
            Optional<DeliveryV1> delivery,
            Instant at) {
        byte[] input = record.value() == null ? new byte[0] : record.value();
        return new DeadLetterV1(
                STAGE,
                code,
                category,
                reason,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                delivery.isPresent()
                        ? new String(input, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(input),
                delivery.isPresent() ? "json" : "base64",
                delivery.map(DeliveryV1::pipeline).orElse(null),
                delivery.map(DeliveryV1::configVersion).orElse(0L),
                at);
    }
}
