package io.penstock.transform.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.OutcomeV1.Status;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * delivery-service and the destination in one: takes calls in their order, refuses some, and gives some up, of which it
 * has applied every second one all the same. A call that carries a mark is accepted in any case. A thread of its own;
 * what it tells is safe to ask from another.
 */
final class FickleDestination implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final Random random = new Random(3);
    private final List<DeliveryV1> calls = new ArrayList<>();
    private final Map<String, Map<String, JsonNode>> people = new HashMap<>();
    private final Set<String> events = new HashSet<>();
    private final Thread thread = new Thread(this::run, "fickle-destination");
    private volatile boolean stopped;
    private boolean fickle = true;

    private FickleDestination(EmbeddedBroker broker) {
        this.broker = broker;
    }

    static FickleDestination of(EmbeddedBroker broker) {
        FickleDestination destination = new FickleDestination(broker);
        destination.thread.start();
        return destination;
    }

    /** From now on. */
    synchronized void acceptEverything() {
        fickle = false;
    }

    synchronized List<DeliveryV1> calls() {
        return List.copyOf(calls);
    }

    /** Attributes by person. */
    synchronized Map<String, Map<String, JsonNode>> people() {
        Map<String, Map<String, JsonNode>> copy = new HashMap<>();
        people.forEach((person, attributes) -> copy.put(person, Map.copyOf(attributes)));
        return copy;
    }

    /** Ids of the events that were accepted. */
    synchronized Set<String> events() {
        return Set.copyOf(events);
    }

    private void run() {
        Map<String, Object> reading = broker.clientSettings();
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(
                        reading,
                        new StringDeserializer(),
                        Topics.DELIVERIES.valueSerde().deserializer());
                var producer = new KafkaProducer<>(
                        broker.clientSettings(),
                        new StringSerializer(),
                        Topics.OUTCOMES.valueSerde().serializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DELIVERIES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> producer.send(
                                new ProducerRecord<>(Topics.OUTCOMES.name(), record.key(), take(record.value()))));
            }
        }
    }

    private synchronized OutcomeV1 take(DeliveryV1 call) {
        calls.add(call);
        boolean accepted = !fickle || call.body().has("mark") || random.nextInt(10) < 7;
        boolean lostAnswer = !accepted && random.nextBoolean();
        if (accepted || lostAnswer && random.nextBoolean()) {
            apply(call);
        }
        return outcome(call, accepted ? Status.ACCEPTED : lostAnswer ? Status.GIVEN_UP : Status.REJECTED);
    }

    private void apply(DeliveryV1 call) {
        if (call.kind() == DeliveryV1.Kind.TRACK) {
            events.add(call.deliveryId());
        } else {
            Map<String, JsonNode> attributes =
                    people.computeIfAbsent(call.address().value(), _ -> new HashMap<>());
            call.body().properties().forEach(field -> attributes.put(field.getKey(), field.getValue()));
        }
    }

    private static OutcomeV1 outcome(DeliveryV1 call, Status status) {
        return OutcomeV1.of(
                call,
                status,
                status == Status.ACCEPTED ? "ok" : "said_no",
                Category.NONE,
                List.of(),
                1,
                status == Status.GIVEN_UP ? 1 : 0,
                Instant.now(),
                Instant.now());
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
