package io.penstock.identity.core;

import static io.penstock.identity.core.Fold.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesPreviewTest {
    private static final Rules PRESENT = Rules.defaults();
    private static final Rules WITHOUT_SHARED =
            Rules.of(Rules.defaults().types(), Map.of("email", List.of("info@shop.example")), Limits.DEFAULT);

    @Test
    void theSameRulesMakeNoDifference() {
        assertThat(preview(PRESENT, PRESENT).isNone()).isTrue();
    }

    @Test
    void showsWhoWouldComeApartAndWhatNobodyWouldHave() {
        RulesPreview.Difference difference = preview(PRESENT, WITHOUT_SHARED);

        assertThat(difference.profilesNow()).isEqualTo(2);
        assertThat(difference.profilesThen()).isEqualTo(4);
        assertThat(difference.splitting()).isEqualTo(1);
        assertThat(difference.merging()).isZero();
        assertThat(difference.unused()).isEqualTo(1);
        assertThat(difference.moving()).isEqualTo(3);
        assertThat(difference.splits()).singleElement().satisfies(example -> {
            assertThat(example.profileId())
                    .isEqualTo(Fold.IDS.of(Fold.WORKSPACE, Fold.id("email:info@shop.example"), 0));
            assertThat(example.others()).hasSize(3);
            assertThat(example.identifiers()).isEqualTo(4);
        });
    }

    @Test
    void showsWhoWouldBecomeOne() {
        RulesPreview.Difference difference = preview(WITHOUT_SHARED, PRESENT);

        assertThat(difference.merging()).isEqualTo(1);
        assertThat(difference.splitting()).isZero();
        assertThat(difference.added()).isEqualTo(1);
        assertThat(difference.merges()).hasSize(1);
    }

    private static RulesPreview.Difference preview(Rules present, Rules proposed) {
        RulesPreview preview = new RulesPreview(Fold.IDS, Fold.WORKSPACE, present, proposed, 5);
        List<String[]> log = List.of(
                new String[] {"email:info@shop.example", "device_id:d1"},
                new String[] {"email:info@shop.example", "device_id:d2"},
                new String[] {"email:info@shop.example", "device_id:d3"},
                new String[] {"customer_id:c", "device_id:d4"});
        for (int offset = 0; offset < log.size(); offset++) {
            Observation observation = new Observation("r", "p", Fold.START, ids(log.get(offset)));
            preview.take(new LogEntry.Observe(Fold.WORKSPACE, offset, Fold.START, observation));
            preview.take(new LogEntry.Observe("elsewhere", offset, Fold.START, observation));
        }
        preview.take(new LogEntry.Configure(Fold.WORKSPACE, 9, 9, Rules.defaults()));
        return preview.difference();
    }
}
