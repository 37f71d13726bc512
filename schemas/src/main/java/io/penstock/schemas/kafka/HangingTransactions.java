package io.penstock.schemas.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Aborts transactions of one transactional id that its coordinator has forgotten and partitions still hold open:
 * hanging ones, as Kafka calls them (KIP-664). Nobody reads past them. Those of a Kafka Streams application are looked
 * for by {@link TransactionWatch}.
 *
 * <p>When the coordinator says that nothing is being ended, every partition has been told how the transactions of older
 * epochs ended. What a partition, asked afterwards, still holds open of the same producer and of an older epoch than
 * the coordinator's will never be ended. Anything else is left alone: other producers, the epoch of now, and what was
 * begun by a producer id that this transactional id had before.
 *
 * <p>One thread.
 */
public final class HangingTransactions {
    private static final System.Logger LOG = System.getLogger(HangingTransactions.class.getName());
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Map<String, Object> settings;
    private final String transactionalId;
    private final List<String> topics;
    private boolean suspected;
    private Duration pause = SHORTEST_PAUSE;
    private long nextAt = System.nanoTime();
    private long takenBack;

    /**
     * @param clientSettings address and security of the broker
     * @param topics written in these transactions, besides the offsets of consumers
     */
    public HangingTransactions(Map<String, Object> clientSettings, String transactionalId, Collection<String> topics) {
        this.settings = TransactionLook.settings(clientSettings);
        this.transactionalId = transactionalId;
        this.topics = List.copyOf(topics);
    }

    /** There may be one: the next {@link #end} looks, whatever came of the last. */
    public void suspect() {
        suspected = true;
        nextAt = System.nanoTime();
    }

    /**
     * Looks for them if they are suspected, and aborts them. Never throws for the broker: what could not be asked for a
     * passing reason is asked again by a later call, after a pause. Blocks for 6 s at most.
     */
    public void end() {
        if (!suspected || System.nanoTime() - nextAt < 0) {
            return;
        }
        List<Throwable> faults = new ArrayList<>();
        boolean complete = true;
        try (Admin admin = Admin.create(settings)) {
            TransactionLook look = new TransactionLook(admin);
            List<HangingTransaction> hanging = look.find(List.of(transactionalId), topics);
            takenBack += hanging.stream().filter(one -> !one.ofOffsets()).count();
            look.abort(hanging);
            faults.addAll(look.faults());
            complete = look.isComplete();
        } catch (KafkaException e) {
            faults.add(e);
        }
        suspected = !complete || faults.stream().anyMatch(RetriableException.class::isInstance);
        if (suspected) {
            nextAt = System.nanoTime() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } else {
            pause = SHORTEST_PAUSE;
        }
        if (!faults.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, () -> text(faults) + " again=" + suspected);
        }
    }

    /** How often records, not only offsets, were or may have been taken back by an abort, over the life of this. */
    public long takenBack() {
        return takenBack;
    }

    /** For people: what could not be asked. */
    static String text(Collection<Throwable> faults) {
        return "hanging transactions not looked for everywhere, faults=%d reasons=%s"
                .formatted(
                        faults.size(),
                        faults.stream()
                                .map(fault -> fault.getClass().getSimpleName())
                                .collect(Collectors.toSet()));
    }
}
