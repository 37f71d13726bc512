package io.penstock.delivery.history;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Puts dead letters back on the topic that they came from, on their partition, with the bytes that they had: the same
 * ids, so that a repeat is harmless, and the same lanes. Skipped is what would undo something newer, what was accepted
 * meanwhile, and what is no record of the house. Safe for many threads.
 */
public final class Replay {
    /** Letters of one call, which are held in memory; more of them take more calls. */
    private static final int MOST = 1_000;

    private final DeadLetters letters;
    private final History history;
    private final Resend resend;
    private final int most;

    public Replay(DeadLetters letters, History history, Resend resend) {
        this(letters, history, resend, MOST);
    }

    Replay(DeadLetters letters, History history, Resend resend, int most) {
        this.letters = letters;
        this.history = history;
        this.resend = resend;
        this.most = most;
    }

    /** Where a record goes back to. Returns when the broker has it; throws if it does not take it. */
    @FunctionalInterface
    public interface Resend {
        void send(DeadLetterV1 letter, byte[] value);
    }

    /** Why a letter stays where it is. */
    public enum Skip {
        /** A newer call about the same was accepted: the destination is ahead. */
        OLDER_THAN_ACKNOWLEDGED,
        /** The call was accepted after it became a dead letter. */
        ACCEPTED_MEANWHILE,
        /** The same record is among these letters already. */
        REPEATED,
        /** Its topic is none of the house, or its input cannot be read. */
        NOT_REPLAYABLE
    }

    /** One letter that stays. */
    public record Skipped(DeadLetterId id, Skip why) {}

    /**
     * What a replay did, or would do.
     *
     * @param replayed letters put back
     * @param next the last letter of this part; empty if no more follow
     */
    public record Report(
            int matched,
            int replayed,
            Map<Skip, Integer> skippedBy,
            List<Skipped> skipped,
            Optional<DeadLetterId> next) {
        public Report {
            skippedBy = Map.copyOf(skippedBy);
            skipped = List.copyOf(skipped);
        }
    }

    /** Replays in the order in which the records lay on their topics. */
    public Report run(DeadLetterFilter filter) {
        return each(filter, resend);
    }

    /** Says what {@link #run} would do. */
    public Report rehearse(DeadLetterFilter filter) {
        return each(filter, (letter, value) -> {});
    }

    private Report each(DeadLetterFilter filter, Resend to) {
        List<DeadLetterId> ids = letters.matching(filter, most + 1);
        Optional<DeadLetterId> next = ids.size() > most ? Optional.of(ids.get(most - 1)) : Optional.empty();
        List<DeadLetters.Letter> found = ids.stream()
                .limit(most)
                .flatMap(id -> letters.one(id).stream())
                .sorted(Comparator.comparing(
                                (DeadLetters.Letter each) -> each.letter().topic())
                        .thenComparing(each -> each.letter().partition())
                        .thenComparing(each -> each.letter().offset()))
                .toList();
        Set<String> records = new HashSet<>();
        Map<Skip, Integer> skippedBy = new TreeMap<>();
        List<Skipped> skipped = new ArrayList<>();
        int replayed = 0;
        for (DeadLetters.Letter each : found) {
            Optional<byte[]> value = value(each.letter());
            Optional<Skip> why =
                    value.isEmpty() ? Optional.of(Skip.NOT_REPLAYABLE) : skip(each.letter(), value.get(), records);
            if (why.isPresent()) {
                skippedBy.merge(why.get(), 1, Integer::sum);
                skipped.add(new Skipped(each.id(), why.get()));
            } else {
                to.send(each.letter(), value.get());
                replayed++;
            }
        }
        return new Report(found.size(), replayed, skippedBy, skipped, next);
    }

    private Optional<Skip> skip(DeadLetterV1 letter, byte[] value, Set<String> records) {
        boolean first = records.add(letter.topic() + " " + letter.partition() + " " + letter.offset());
        if (!letter.topic().equals(Topics.DELIVERIES.name())) {
            return first ? Optional.empty() : Optional.of(Skip.REPEATED);
        }
        DeliveryV1 delivery;
        try {
            delivery = Topics.DELIVERIES.valueSerde().deserializer().deserialize(letter.topic(), value);
        } catch (SerializationException e) {
            return Optional.of(Skip.NOT_REPLAYABLE);
        }
        if (delivery.deliveryId() == null || delivery.kind() == null || delivery.destination() == null) {
            return Optional.of(Skip.NOT_REPLAYABLE);
        }
        if (!first || !records.add(delivery.deliveryId())) {
            return Optional.of(Skip.REPEATED);
        }
        if (history.last(delivery)
                .filter(last -> last.status() == OutcomeV1.Status.ACCEPTED)
                .isPresent()) {
            return Optional.of(Skip.ACCEPTED_MEANWHILE);
        }
        return history.acknowledgedSince(delivery).map(newer -> Skip.OLDER_THAN_ACKNOWLEDGED);
    }

    private static Optional<byte[]> value(DeadLetterV1 letter) {
        boolean ours = Topics.all().stream().map(Topic::name).anyMatch(letter.topic()::equals);
        if (!ours || letter.input() == null || letter.input().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    "base64".equals(letter.encoding())
                            ? Base64.getDecoder().decode(letter.input())
                            : letter.input().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
