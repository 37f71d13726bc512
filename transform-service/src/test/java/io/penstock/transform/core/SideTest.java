package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SideTest {
    private static final Instant T = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void keepsTheNewerSideOfAMerge() {
        Side old = new Side(false, T, null, null, null);
        Side recent = new Side(true, T.plusMillis(1), null, null, null);
        assertThat(Side.merged(old, recent)).isEqualTo(recent);
        assertThat(Side.merged(recent, old)).isEqualTo(recent);
    }

    @Test
    void prefersTheDisarmedOneOfTwoEquallyNewSides() {
        Side armed = new Side(true, T, null, null, null);
        Side disarmed = new Side(false, T, null, null, null);
        assertThat(Side.merged(armed, disarmed)).isEqualTo(disarmed);
        assertThat(Side.merged(disarmed, armed)).isEqualTo(disarmed);
    }
}
