package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes lanes = new Lanes();

    @Test
    void liveLanesGoBeforeBackfill() {
        add("old1", "a", Urgency.BACKFILL);
        add("old2", "b", Urgency.BACKFILL);
        add("new1", "c", Urgency.LIVE);
        assertThat(ready()).containsExactly("new1", "old1", "old2");
    }

    @Test
    void whatStandsBeforeALiveCallHurriesTooAndIsNotOvertaken() {
        add("old1", "a", Urgency.BACKFILL);
        Call old = add("old2", "b", Urgency.BACKFILL);
        add("new2", "b", Urgency.LIVE);
        assertThat(ready()).containsExactly("old2", "old1");
        lanes.started(List.of(old));
        lanes.finished(old);
        assertThat(ready()).containsExactly("new2", "old1");
    }

    @Test
    void aLaneIsBackfillAgainWhenItsLiveCallIsGone() {
        Call live = add("new", "a", Urgency.LIVE);
        add("old", "a", Urgency.BACKFILL);
        lanes.started(List.of(live));
        lanes.finished(live);
        assertThat(lanes.hasLive()).isFalse();
        assertThat(ready()).containsExactly("old");
    }

    @Test
    void dropsWhatWaitsAndLeavesWhatIsUnderWay() {
        Call flying = add("1", "a", Urgency.LIVE);
        add("2", "a", Urgency.LIVE);
        add("3", "b", Urgency.LIVE);
        Call other = add("4", "c", Urgency.LIVE);
        lanes.started(List.of(flying));
        assertThat(lanes.dropWaiting(call -> !call.lane().equals("c")))
                .extracting(Call::id)
                .containsExactlyInAnyOrder("2", "3");
        assertThat(lanes.waiting()).isEqualTo(1);
        assertThat(ready()).containsExactly("4");
        add("5", "a", Urgency.LIVE);
        assertThat(ready()).containsExactly("4");
        lanes.finished(flying);
        assertThat(ready()).containsExactly("4", "5");
        lanes.started(List.of(other));
        assertThat(ready()).containsExactly("5");
    }

    private Call add(String id, String lane, Urgency urgency) {
        Call call = new Call(id, lane, new byte[1], urgency);
        lanes.add(call);
        return call;
    }

    private List<String> ready() {
        List<String> ids = new ArrayList<>();
        lanes.ready().forEach(call -> ids.add(call.id()));
        return ids;
    }
}
