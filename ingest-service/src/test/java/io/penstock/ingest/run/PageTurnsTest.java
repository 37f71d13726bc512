package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTurnsTest {
    private final PageTurns turns = new PageTurns();

    @Test
    void onePipelinePerConnectionReadsAPageAndTheOthersFollowInTheOrderTheyAsked() {
        PageTurns.Turn a = turns.of("lake", "a");
        PageTurns.Turn b = turns.of("lake", "b");
        PageTurns.Turn c = turns.of("lake", "c");

        assertThat(a.isMine()).isTrue();
        assertThat(b.isMine()).isFalse();
        assertThat(c.isMine()).isFalse();
        assertThat(a.isMine()).isTrue();
        a.leave();
        assertThat(a.isMine()).isFalse();
        assertThat(c.isMine()).isFalse();
        assertThat(b.isMine()).isTrue();
        b.leave();
        assertThat(c.isMine()).isTrue();
    }

    @Test
    void whoLeavesTheQueueHoldsNobodyUpAndConnectionsDoNotMeet() {
        PageTurns.Turn a = turns.of("lake", "a");
        PageTurns.Turn b = turns.of("lake", "b");
        assertThat(a.isMine()).isTrue();
        assertThat(b.isMine()).isFalse();
        assertThat(turns.of("sea", "b").isMine()).isTrue();

        a.leave();
        a.leave();
        assertThat(b.isMine()).isTrue();
    }
}
