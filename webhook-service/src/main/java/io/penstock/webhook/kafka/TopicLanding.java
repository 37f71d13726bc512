package io.penstock.webhook.kafka;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Topic;
import io.penstock.webhook.core.Alarm;
import io.penstock.webhook.core.Lander;
import io.penstock.webhook.core.Landing;
import io.penstock.webhook.core.Row;
import io.penstock.webhook.core.Tally;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Lands one topic in one table: polled batch, merge, dead letters of what no table will take, then the offsets. A crash
 * in between repeats the merge, which changes nothing.
 *
 * <p>Never blocks the poll; an outage only makes a batch last. After a batch that was not full it waits until the pace
 * allows the next commit, so that a trickle of rows does not become a trickle of commits.
 *
 * @param <V> value of the topic
 */
public final class TopicLanding<V> {
    private static final Logger LOG = Logger.getLogger(TopicLanding.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final String STAGE = "webhook.lakehouse";
    /** A batch of this many bytes did not wait for its poll: there is more behind it. */
    private static final long FULL = 1024 * 1024;

    private final Topic<V> topic;
    private final Predicate<V> concerned;
    private final BiFunction<V, Row.Origin, Optional<Row>> rows;
    private final Lander lander;
    private final Supplier<Pace> pace;
    private final EngagementProducer letters;
    private final Alarm alarm;
    private final InstantSource clock;
    private final Tally tally;
    private final AtomicLong landed;
    private volatile Instant lastCommit;
    private volatile Instant oldest;

    /**
     * Settings of a batch.
     *
     * @param limits of one merge
     * @param every least time between two commits that are not full
     */
    public record Pace(Lander.Limits limits, Duration every) {}

    /** What all topics share. */
    public record Surroundings(EngagementProducer letters, Alarm alarm, InstantSource clock, Tally tally) {}

    /**
     * @param concerned whether a value belongs in the table at all; tombstones never do
     * @param rows value to row; empty if what identifies and dates the row is missing
     * @param landed counts rows
     */
    public TopicLanding(
            Topic<V> topic,
            Predicate<V> concerned,
            BiFunction<V, Row.Origin, Optional<Row>> rows,
            Lander lander,
            Supplier<Pace> pace,
            Surroundings surroundings,
            AtomicLong landed) {
        this.topic = topic;
        this.concerned = concerned;
        this.rows = rows;
        this.lander = lander;
        this.pace = pace;
        this.letters = surroundings.letters();
        this.alarm = surroundings.alarm();
        this.clock = surroundings.clock();
        this.tally = surroundings.tally();
        this.landed = landed;
    }

    /** When the last batch was in the table with its offsets committed; empty before the first. */
    public Optional<Instant> lastCommit() {
        return Optional.ofNullable(lastCommit);
    }

    /**
     * How long the oldest record of the batch under way has been on the topic; zero if none is under way. What the
     * topic holds behind that batch is younger.
     */
    public Duration lag() {
        Instant since = oldest;
        Duration lag = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /** Rows since the start of the process, repeats included. */
    public long landed() {
        return landed.get();
    }

    /** What the batch under way waits for, or {@code ok}. */
    public String state() {
        return lander.state();
    }

    /** Completes when the batch has landed and its offsets are committed. */
    Uni<Void> land(Message<ConsumerRecords<String, byte[]>> message) {
        return Uni.createFrom().completionStage(() -> run(message)).replaceWithVoid();
    }

    private CompletionStage<Void> run(Message<ConsumerRecords<String, byte[]>> message) {
        ConsumerRecords<String, byte[]> batch = message.getPayload();
        Map<Row.Origin, ConsumerRecord<String, byte[]>> byOrigin = new HashMap<>();
        long bytes = 0;
        long first = Long.MAX_VALUE;
        List<Row> read = new ArrayList<>(batch.count());
        List<CompletableFuture<Void>> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            Row.Origin origin = new Row.Origin(record.topic(), record.partition(), record.offset());
            byOrigin.put(origin, record);
            first = Math.min(first, record.timestamp());
            bytes += record.serializedValueSize();
            try {
                Optional<V> value = value(record).filter(concerned);
                Optional<Row> row = value.flatMap(found -> rows.apply(found, origin));
                row.ifPresent(read::add);
                if (value.isPresent() && row.isEmpty()) {
                    unreadable.add(deadLetter(record, "unreadable", Category.INTERNAL));
                }
            } catch (SerializationException e) {
                unreadable.add(deadLetter(record, "unreadable", Category.INTERNAL));
            }
        }
        oldest = batch.isEmpty() ? null : Instant.ofEpochMilli(first);
        Pace now = pace.get();
        boolean full = batch.count() >= now.limits().rows() || bytes >= FULL;
        long started = System.nanoTime();
        return lander.land(read, now.limits())
                .thenCompose(landing -> settle(landing, byOrigin))
                .thenCompose(_ -> CompletableFuture.allOf(unreadable.toArray(CompletableFuture[]::new)))
                .thenCompose(_ -> acknowledge(message))
                .thenRun(this::committed)
                .thenCompose(_ -> rest(full, now.every(), started));
    }

    private void committed() {
        oldest = null;
        lastCommit = clock.instant();
    }

    /** A commit that fails is no loss: the rows have landed; at worst they come again and are found to be there. */
    private CompletionStage<Void> acknowledge(Message<ConsumerRecords<String, byte[]>> message) {
        return message.ack().exceptionally(fault -> {
            LOG.warnf("offsets not committed, topic=%s reason=%s", topic.name(), fault.toString());
            return null;
        });
    }

    private Optional<V> value(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(topic.valueSerde().deserializer().deserialize(record.topic(), record.value()));
    }

    private CompletionStage<Void> settle(Landing landing, Map<Row.Origin, ConsumerRecord<String, byte[]>> byOrigin) {
        landed.addAndGet(landing.rows());
        tally.merges.addAndGet(landing.merges());
        tally.unlandable.addAndGet(landing.unlandable().size());
        return CompletableFuture.allOf(landing.unlandable().stream()
                .map(one -> deadLetter(byOrigin.get(one.row().origin()), one.code(), Category.SOURCE_DATA))
                .toArray(CompletableFuture[]::new));
    }

    /** Tries until the broker takes it: a row that cannot land must not be forgotten either. */
    private CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> record, String code, Category category) {
        byte[] input = record.value() == null ? new byte[0] : record.value();
        boolean json = !code.equals("unreadable");
        DeadLetterV1 letter = new DeadLetterV1(
                STAGE,
                code,
                category,
                json
                        ? "the table does not take this row"
                        : "expected " + topic.type().getSimpleName() + " as JSON",
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                json
                        ? new String(input, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(input),
                json ? "json" : "base64",
                null,
                0,
                clock.instant());
        CompletableFuture<Void> done = new CompletableFuture<>();
        write(record.key(), letter, done);
        return done;
    }

    private void write(String key, DeadLetterV1 letter, CompletableFuture<Void> done) {
        letters.deadLetter(key, letter).whenComplete((_, fault) -> {
            if (fault == null) {
                done.complete(null);
            } else {
                alarm.after(AGAIN, () -> write(key, letter, done));
            }
        });
    }

    private CompletionStage<Void> rest(boolean full, Duration every, long started) {
        Duration left = every.minusNanos(System.nanoTime() - started);
        if (full || left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> rested = new CompletableFuture<>();
        alarm.after(left, () -> rested.complete(null));
        return rested;
    }
}
