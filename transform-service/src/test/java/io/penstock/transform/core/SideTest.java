package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SideTest {
    private static final Instant T = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void keepsTheNewerSideOfAMerge() {
        Side old = new Side(false, T);
        Side recent = new Side(true, T.plusMillis(1));
        assertThat(Side.merged(old, recent)).isEqualTo(recent);
        assertThat(Side.merged(recent, old)).isEqualTo(recent);
    }

    @Test
    void prefersTheDisarmedOneOfTwoEquallyNewSides() {
        Side armed = new Side(true, T);
        Side disarmed = new Side(false, T);
        assertThat(Side.merged(armed, disarmed)).isEqualTo(disarmed);
        assertThat(Side.merged(disarmed, armed)).isEqualTo(disarmed);
    }
}
