package io.penstock.transform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private final CommitPace pace = new CommitPace();
    private final CommitPace.Share share = pace.share();
    private final CommitPace.Share other = pace.share();

    @Test
    void asksOnceForAFewRecords() {
        assertThat(share.look()).isFalse();
        share.took();
        assertThat(share.look()).isTrue();
        assertThat(share.look()).isFalse();
    }

    @Test
    void asksForNothingOfOthers() {
        other.took();
        assertThat(share.look()).isFalse();
        assertThat(other.look()).isTrue();
    }

    @Test
    void asksForNothingInACrowdWhoeverMakesIt() {
        share.took();
        take(other, CommitPace.CROWD);
        assertThat(share.look()).isFalse();
        assertThat(other.look()).isFalse();
    }

    @Test
    void asksWhenTheCrowdIsOver() {
        take(share, CommitPace.CROWD);
        assertThat(share.look()).isFalse();
        take(other, CommitPace.CROWD - 1);
        assertThat(share.look()).isTrue();
    }

    private static void take(CommitPace.Share share, int records) {
        for (int i = 0; i < records; i++) {
            share.took();
        }
    }
}
