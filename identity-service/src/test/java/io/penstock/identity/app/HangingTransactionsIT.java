package io.penstock.identity.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.identity.core.Fold;
import io.penstock.identity.streams.IdentityTopology;
import io.penstock.identity.streams.Rows;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.Ends;
import io.penstock.testkit.ForgottenTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of this service that a real broker has forgotten. */
class HangingTransactionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final TopicPartition RESOLVED = new TopicPartition(Topics.RESOLVED.name(), 0);
    private static final TopicPartition OTHER_RESOLVED = new TopicPartition(Topics.RESOLVED.name(), 1);
    private static final TopicPartition QUIET = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);

    @TempDir
    Path state;

    private EmbeddedBroker broker;
    private SimpleMeterRegistry meters;
    private StreamsLife service;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(2);
        open();
        send("before");
        broker.readUntil(Topics.RESOLVED, all -> !all.isEmpty(), PATIENCE);
    }

    @AfterEach
    void stop() {
        service.stop(new ShutdownEvent());
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void aServiceThatIsStartedGoesOnAndReadersGetPastWhatHangs(Seen seen) throws Exception {
        // Given
        service.stop(new ShutdownEvent());
        ForgottenTransaction forgotten = ForgottenTransaction.of(broker, transactionalId());
        forgotten.write(RESOLVED, "forgotten");
        for (int partition = 0; partition < 2; partition++) {
            forgotten.commit(
                    StreamsSettings.APPLICATION_ID, new TopicPartition(Topics.RECORDS.name(), partition), 1_000);
        }
        if (seen == Seen.BEFORE_THE_START) {
            producer(transactionalId()).close();
        }
        try (KafkaProducer<String, byte[]> other = producer(transactionalId().replace("-identity-", "-identity-2-"))) {
            other.beginTransaction();
            other.send(new ProducerRecord<>(
                    OTHER_RESOLVED.topic(), OTHER_RESOLVED.partition(), "other", resolvedOfAnother()));
            other.flush();

            // When
            open();
            send("after");
            await().atMost(PATIENCE).until(() -> aborted() == 2);
            new Ends(broker, List.of(RESOLVED)).awaitStable();
            other.commitTransaction();
        }

        // Then
        assertThat(broker.readUntil(Topics.RESOLVED, all -> all.size() >= 3, PATIENCE))
                .extracting(one -> one.value().record().recordId())
                .containsExactlyInAnyOrder("before", "after", "other");
        assertThat(aborted()).isEqualTo(2);
    }

    @Test
    void aReaderGetsPastWhatHangsInAQuietPartitionWhileTheServiceGoesOn() throws Exception {
        // Given
        ForgottenTransaction.of(broker, transactionalId()).write(QUIET, "forgotten");
        Ends ends = new Ends(broker, List.of(QUIET));
        assertThat(ends.unstable()).isEqualTo(1);

        // When
        send("next");

        // Then
        await().atMost(PATIENCE).until(() -> ends.unstable() == 0);
        assertThat(aborted()).isEqualTo(1);
        assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
        assertThat(broker.readUntil(Topics.RESOLVED, all -> all.size() >= 2, PATIENCE))
                .hasSize(2);
    }

    /** When the epoch is raised, so that what is older is known to hang. */
    private enum Seen {
        BEFORE_THE_START,
        BY_THE_START
    }

    private void open() {
        meters = new SimpleMeterRegistry();
        service = new StreamsLife(
                new StreamsSettings(
                        broker.bootstrap(),
                        new StreamsSettings.Membership.Static("local-0-identity", Duration.ofSeconds(6)),
                        state,
                        "localhost:1",
                        1,
                        IdentityTopology.COMMIT_PACE,
                        Duration.ofMillis(250),
                        1,
                        0),
                Fold.IDS,
                new SmallRyeConfigBuilder()
                        .withMapping(IdentitySettings.class)
                        .withConverters(new org.eclipse.microprofile.config.spi.Converter<?>[] {
                            new io.quarkus.runtime.configuration.DurationConverter()
                        })
                        .withDefaultValues(Map.of(
                                "identity.advertised", "localhost:1", "identity.hanging-transactions-every", "1s"))
                        .build()
                        .getConfigMapping(IdentitySettings.class),
                meters);
        service.start(new StartupEvent());
        await().atMost(PATIENCE)
                .until(() ->
                        service.streams().map(KafkaStreams::state).equals(Optional.of(KafkaStreams.State.RUNNING)));
    }

    private void send(String id) {
        RecordV1 sent = record(id);
        broker.send(Topics.RECORDS, sent.partitionKey(), sent);
    }

    private static RecordV1 record(String id) {
        return Rows.record(id, Fold.START, List.of(Rows.identifier("email:" + id + "@x.example")), "{'plan': 'pro'}");
    }

    private byte[] resolvedOfAnother() {
        ResolvedV1 one = broker.read(Topics.RESOLVED).getFirst().value();
        return Topics.RESOLVED
                .valueSerde()
                .serializer()
                .serialize(
                        Topics.RESOLVED.name(),
                        new ResolvedV1(
                                one.profileId(), one.identifiers(), one.logOffset(), record("other"), one.absorbed()));
    }

    private KafkaProducer<String, byte[]> producer(String transactionalId) {
        Map<String, Object> settings = broker.clientSettings();
        settings.put("transactional.id", transactionalId);
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** Of the only stream thread. */
    private String transactionalId() throws Exception {
        try (Admin admin = Admin.create(broker.clientSettings())) {
            return admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith(StreamsSettings.APPLICATION_ID + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private double aborted() {
        return meters.get("penstock.identity.transactions.aborted")
                .functionCounter()
                .count();
    }
}
