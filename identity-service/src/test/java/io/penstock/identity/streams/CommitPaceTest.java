package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** Who has little to do commits at once, who has much waits. */
class CommitPaceTest {
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final CommitPace pace = new CommitPace(Duration.ofMillis(100));

    @Test
    void asksForACommitOnlyAfterAFewRecords() {
        pace.begin(context);
        assertThat(asksAfter(0)).isFalse();
        assertThat(asksAfter(1)).isTrue();
        assertThat(asksAfter(CommitPace.MUCH - 1)).isTrue();
        assertThat(asksAfter(CommitPace.MUCH)).isFalse();
        assertThat(asksAfter(0)).isFalse();
        assertThat(asksAfter(1)).isTrue();
    }

    private boolean asksAfter(int records) {
        context.resetCommit();
        for (int i = 0; i < records; i++) {
            pace.saw();
        }
        Punctuator look = context.scheduledPunctuators().getFirst().getPunctuator();
        look.punctuate(0);
        return context.committed();
    }
}
