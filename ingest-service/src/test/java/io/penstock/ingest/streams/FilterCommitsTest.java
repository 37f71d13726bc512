package io.penstock.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilterCommitsTest {
    private static final int CROWD = 1_000;

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final FilterProcessor filter = new FilterProcessor(new FilterCounters());

    @BeforeEach
    void start() {
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(FilterTopology.STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        filter.init(context);
    }

    @Test
    void aSingleReadIsCommittedAtTheNextLook() {
        take(1);
        look();

        assertThat(context.committed()).isTrue();
    }

    @Test
    void whereNothingCameNothingIsCommitted() {
        look();
        take(1);
        look();
        context.resetCommit();
        look();

        assertThat(context.committed()).isFalse();
    }

    @Test
    void aCrowdIsLeftToTheIntervalUntilItEnds() {
        take(CROWD);
        look();
        assertThat(context.committed()).isFalse();

        look();
        assertThat(context.committed()).isTrue();
    }

    private void look() {
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);
    }

    private void take(int reads) {
        for (int i = 0; i < reads; i++) {
            ReadV1 read = new ReadV1(
                    "ws",
                    "p",
                    1,
                    "run",
                    "key" + i,
                    Operation.DELETE,
                    new PositionV1("main.ml.scores", 1, 1, null),
                    Instant.EPOCH,
                    List.of(),
                    null,
                    null,
                    null);
            filter.process(new Record<>(new byte[0], new Arrived.Parsed(read), 0));
        }
    }
}
