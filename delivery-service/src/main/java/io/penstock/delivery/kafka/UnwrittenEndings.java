package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Ending;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Endings of calls whose batch was dropped before it was committed, so that the same records, read again, are not sent
 * again. Thread-safe.
 *
 * <p>An ending counts only while this worker has owned its partition without a gap since the call was made, in every
 * generation of the group. Had somebody else owned it in between, he may have sent a person's first call again;
 * skipping the second one then would leave the first as the last word the destination heard.
 *
 * <p>A person's calls end in order and lie in one partition, and what is kept of a batch is kept in the order of
 * offsets. So of a person either everything up to some call is known or nothing, even when there is no room for more.
 */
@Singleton
final class UnwrittenEndings {
    /** Without its call an ending takes a few hundred bytes. */
    private static final int ROOM = 10_000;

    private static final byte[] NO_ITEM = new byte[0];

    private final int room;
    private final Map<TopicPartition, NavigableMap<Long, Kept>> kept = new HashMap<>();
    private final Map<TopicPartition, Integer> ownedSince = new HashMap<>();
    private int generation;

    private record Kept(int generation, Ending ending) {}

    UnwrittenEndings() {
        this(ROOM);
    }

    /** @param room most endings kept; what does not fit is sent again */
    UnwrittenEndings(int room) {
        this.room = room;
    }

    /** The group gave out partitions anew: these are ours, all others are not. */
    synchronized void assigned(int newGeneration, Collection<TopicPartition> partitions) {
        boolean nobodyBetween = newGeneration == generation || newGeneration == generation + 1;
        Map<TopicPartition, Integer> before = Map.copyOf(ownedSince);
        ownedSince.clear();
        for (TopicPartition partition : partitions) {
            ownedSince.put(
                    partition, nobodyBetween ? before.getOrDefault(partition, newGeneration) : (Integer) newGeneration);
        }
        generation = newGeneration;
        kept.keySet().retainAll(ownedSince.keySet());
        kept.forEach(
                (partition, endings) -> endings.values().removeIf(one -> one.generation() < ownedSince.get(partition)));
    }

    /** The group has put this worker out; it cannot say who owned what since. */
    synchronized void lost() {
        ownedSince.clear();
        kept.clear();
    }

    /**
     * Keeps what is known of a batch that is not going to be committed. Safe to repeat.
     *
     * @param batchGeneration of the group when the batch was polled
     * @param endings in the order of the batch
     */
    synchronized void keep(int batchGeneration, Map<ConsumerRecord<String, byte[]>, Ending> endings) {
        int left = room - kept.values().stream().mapToInt(Map::size).sum();
        for (var one : endings.entrySet()) {
            TopicPartition partition = partition(one.getKey());
            Integer since = ownedSince.get(partition);
            if (since == null || since > batchGeneration) {
                continue;
            }
            NavigableMap<Long, Kept> ofPartition = kept.computeIfAbsent(partition, p -> new TreeMap<>());
            boolean isNew = !ofPartition.containsKey(one.getKey().offset());
            if (isNew && left-- <= 0) {
                return;
            }
            ofPartition.put(one.getKey().offset(), new Kept(batchGeneration, withoutItem(one.getValue())));
        }
    }

    /** What became of the call in that record, if it was made before. */
    synchronized Optional<Ending> of(ConsumerRecord<String, byte[]> record, String deliveryId) {
        return Optional.ofNullable(kept.get(partition(record)))
                .map(endings -> endings.get(record.offset()))
                .map(Kept::ending)
                .filter(ending -> ending.call().id().equals(deliveryId));
    }

    /** Everything before these offsets is written down. */
    synchronized void written(Map<TopicPartition, OffsetAndMetadata> next) {
        next.forEach((partition, offset) -> {
            NavigableMap<Long, Kept> endings = kept.get(partition);
            if (endings != null) {
                endings.headMap(offset.offset()).clear();
            }
        });
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static Ending withoutItem(Ending ending) {
        Call call = ending.call();
        return new Ending(
                new Call(call.id(), call.person(), NO_ITEM),
                ending.kind(),
                ending.code(),
                ending.words(),
                ending.attempts(),
                ending.ambiguous(),
                ending.firstAttemptAt(),
                ending.at());
    }
}
