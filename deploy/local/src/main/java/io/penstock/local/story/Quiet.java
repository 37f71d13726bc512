package io.penstock.local.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.local.stack.StackException;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells when everything that was read has gone all the way. For one thread.
 *
 * <p>A group has nothing left when no committed record lies between its offset and the end; the marks that transactions
 * leave at the end of a partition are not records.
 */
public final class Quiet implements AutoCloseable {
    /** Groups and what they read, in the order a row passes them. */
    private static final List<Map.Entry<String, List<Topic<?>>>> FLOW = List.of(
            Map.entry("penstock-ingest-filter", List.of(Topics.READS)),
            Map.entry(
                    "penstock-identity",
                    List.of(Topics.RECORDS, Topics.IDENTITY_LOG, Topics.IDENTITY_CHANGES, Topics.IDENTITY_HANDOVER)),
            Map.entry("penstock-transform-script", List.of(Topics.RESOLVED)),
            Map.entry(
                    "penstock-transform-classify",
                    List.of(Topics.SHAPED, Topics.PROFILES, Topics.TRANSFORM_HANDOVER, Topics.TRANSFORM_MERGES)),
            Map.entry("penstock-delivery", List.of(Topics.DELIVERIES)),
            Map.entry("penstock-webhook-calls", List.of(Topics.DELIVERIES)),
            Map.entry("penstock-webhook-outcomes", List.of(Topics.OUTCOMES)),
            Map.entry("penstock-webhook-engagement", List.of(Topics.ENGAGEMENT)));

    private static final Set<String> UNDER_WAY = Set.of("reading", "warming");

    private static final Set<String> BEYOND_THE_DESTINATION =
            Set.of("penstock-webhook-calls", "penstock-webhook-outcomes", "penstock-webhook-engagement");

    private final Http ingest;
    private final Set<String> pipelines;
    private final List<Map.Entry<String, List<Topic<?>>>> flow;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * For a stack.
     *
     * @param pipelines names of the pipelines that must read, also if ingest-service has not heard of them yet
     */
    public Quiet(String bootstrap, Http ingest, Collection<String> pipelines) {
        this(bootstrap, ingest, pipelines, FLOW);
    }

    /** For a stack without webhook-service: only {@link #drain} makes sense, and it ends at the destination. */
    public static Quiet upToTheDestination(String bootstrap, Http ingest) {
        return new Quiet(bootstrap, ingest, List.of(), toTheDestination());
    }

    private static List<Map.Entry<String, List<Topic<?>>>> toTheDestination() {
        return FLOW.stream()
                .filter(stage -> !BEYOND_THE_DESTINATION.contains(stage.getKey()))
                .toList();
    }

    private Quiet(
            String bootstrap, Http ingest, Collection<String> pipelines, List<Map.Entry<String, List<Topic<?>>>> flow) {
        this.ingest = ingest;
        this.pipelines = Set.copyOf(pipelines);
        this.flow = flow;
        this.admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap));
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Lets every pipeline read its source once more, then waits until nothing is on its way to the destination any
     * more. What comes back into the lakehouse may still be on its way: {@link #drain} waits for that too.
     *
     * @param patience longest wait for both together
     * @throws StackException naming the pipeline that cannot read or the group that is behind
     */
    public void settle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        readOnceMore(deadline);
        drain(deadline, toTheDestination());
    }

    /** Waits until nothing is on its way, without asking for another read. */
    public void drain(Duration patience) throws InterruptedException {
        drain(System.nanoTime() + patience.toNanos(), flow);
    }

    private void drain(long deadline, List<Map.Entry<String, List<Topic<?>>>> stages) throws InterruptedException {
        int quietPasses = 0;
        while (quietPasses < 2) {
            String behind = firstBehind(stages);
            quietPasses = behind == null ? quietPasses + 1 : 0;
            if (behind != null) {
                pauseOrFail(deadline, behind + " is behind");
            }
        }
    }

    /** A read that was under way when we asked may have begun before the newest commit; the one after it has not. */
    private void readOnceMore(long deadline) throws InterruptedException {
        Map<String, String> lastEnds = new HashMap<>();
        Map<String, Integer> owed = new HashMap<>();
        while (true) {
            Set<String> unfinished = new TreeSet<>(pipelines);
            for (var pipeline : ingest.get("/v1/pipelines")) {
                String name = pipeline.path("name").asText();
                String state = pipeline.path("state").asText();
                if (state.equals("paused") || state.equals("failed")) {
                    throw new StackException("pipeline " + name + " is " + state + ": "
                            + pipeline.path("detail").asText());
                }
                boolean rests = !UNDER_WAY.contains(state);
                String end = pipeline.path("lastRunAt").asText();
                String before = lastEnds.put(name, end);
                if (before == null) {
                    owed.put(name, rests ? 1 : 2);
                } else if (!before.equals(end)) {
                    owed.merge(name, -1, Integer::sum);
                }
                if (owed.get(name) <= 0) {
                    unfinished.remove(name);
                } else if (rests) {
                    ingest.tryPost("/v1/pipelines/" + name + "/run", JsonNodeFactory.instance.objectNode());
                }
            }
            if (unfinished.isEmpty()) {
                return;
            }
            pauseOrFail(deadline, "pipelines " + unfinished + " have not finished reading");
        }
    }

    private void pauseOrFail(long deadline, String why) throws InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new StackException(why + "; look at ./penstock status and the logs");
        }
        TimeUnit.MILLISECONDS.sleep(150);
    }

    private String firstBehind(List<Map.Entry<String, List<Topic<?>>>> stages) throws InterruptedException {
        for (var stage : stages) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed(stage.getKey());
            for (Topic<?> topic : stage.getValue()) {
                if (hasMore(topic, committed)) {
                    return stage.getKey() + " (" + topic.name() + ")";
                }
            }
        }
        return null;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            return Map.of();
        }
    }

    private boolean hasMore(Topic<?> topic, Map<TopicPartition, OffsetAndMetadata> committed) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> open = partitions.stream()
                .filter(partition -> from(partition, committed, starts) < ends.get(partition))
                .collect(Collectors.toMap(partition -> partition, partition -> from(partition, committed, starts)));
        if (open.isEmpty()) {
            return false;
        }
        consumer.assign(open.keySet());
        open.forEach(consumer::seek);
        while (open.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static long from(
            TopicPartition partition,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> starts) {
        OffsetAndMetadata offset = committed.get(partition);
        return offset == null ? starts.get(partition) : offset.offset();
    }

    @Override
    public void close() {
        admin.close();
        consumer.close();
    }
}
