package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    /** {@code offset.metadata.max.bytes} of a broker that nobody has set otherwise. */
    private static final int BROKER_LIMIT = 4096;

    static LongStream seeds() {
        return new Random(3).longs(100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatItWroteAndFitsTheBroker(long seed) {
        Random random = new Random(seed);
        BitSet finished = new BitSet();
        int reach = 1 + random.nextInt(Mark.REACH);
        random.ints(random.nextInt(3000), 0, reach).forEach(finished::set);
        Mark mark = new Mark(random.nextLong(1L << 50), finished);
        OffsetAndMetadata written = mark.encode("1y2p0ij32e8e7-zzzzzz");
        assertThat(Mark.decode(written)).isEqualTo(mark);
        assertThat(written.metadata().length()).isLessThanOrEqualTo(BROKER_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {Mark.REACH, Mark.REACH + 1, 10 * Mark.REACH})
    void forgetsFromTheEndWhatDoesNotFit(int last) {
        BitSet finished = new BitSet();
        finished.set(1);
        finished.set(last);
        OffsetAndMetadata written = new Mark(7, finished).encode("1y2p0ij32e8e7-zzzzzz");
        assertThat(written.metadata().length()).isLessThanOrEqualTo(BROKER_LIMIT);
        assertThat(Mark.decode(written).finished().stream()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p1:", "p1:a:?", "p2:a:AAAA", "somebody else's"})
    void takesAnOffsetThatSomebodyElseSetAsItStands(String metadata) {
        assertThat(Mark.decode(new OffsetAndMetadata(42, metadata))).isEqualTo(Mark.at(42));
    }
}
