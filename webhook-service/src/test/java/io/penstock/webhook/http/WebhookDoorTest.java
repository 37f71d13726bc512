package io.penstock.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.EngagementV1;
import io.penstock.webhook.core.EngagementLog;
import io.penstock.webhook.core.Signature;
import io.penstock.webhook.core.SigningKeys;
import io.penstock.webhook.core.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookDoorTest {
    private static final Instant NOW = Instant.ofEpochSecond(1773532801);
    private static final String TIME = "1773532801";
    private static final String KEY = "whsec_test";
    private final Tally tally = new Tally();
    private final List<EngagementV1> kept = new ArrayList<>();
    private final List<DeadLetterV1> quarantined = new ArrayList<>();
    private SigningKeys keys = new SigningKeys.Known("acme", List.of(KEY));
    private boolean brokerIsThere = true;

    @Test
    void keepsAnAuthenticEventBeforeItAnswers() {
        assertThat(post("{\"event_id\":\"e1\"}")).isEqualTo(WebhookDoor.Answer.KEPT);
        assertThat(kept).extracting(EngagementV1::eventId).containsExactly("e1");
        assertThat(kept.getFirst().workspace()).isEqualTo("acme");
        assertThat(tally.received).hasValue(1);
    }

    @Test
    void quarantinesWhatIsAuthenticAndNoEventWithoutRefusingIt() {
        assertThat(post("[1]")).isEqualTo(WebhookDoor.Answer.KEPT);
        DeadLetterV1 letter = quarantined.getFirst();
        assertThat(letter.code()).isEqualTo("not_an_object");
        assertThat(letter.input()).isEqualTo("[1]");
        assertThat(letter.encoding()).isEqualTo("json");
        assertThat(kept).isEmpty();
        assertThat(tally.quarantined).hasValue(1);
        post("[1]");
        assertThat(quarantined.get(1).key()).isEqualTo(letter.key());
    }

    @Test
    void keepsBytesThatAreNoTextInQuarantine() {
        byte[] body = {(byte) 0xff, 'x'};
        assertThat(door().receive(TIME, Signature.of(KEY, TIME, body), body)).isEqualTo(WebhookDoor.Answer.KEPT);
        assertThat(quarantined.getFirst().input()).isEqualTo("/3g=");
        assertThat(quarantined.getFirst().encoding()).isEqualTo("base64");
    }

    @Test
    void refusesWhatNobodySigned() {
        assertThat(door().receive(TIME, "00", bytes("{}"))).isEqualTo(WebhookDoor.Answer.REFUSED);
        assertThat(door().receive(null, null, bytes("{}"))).isEqualTo(WebhookDoor.Answer.REFUSED);
        assertThat(tally.refused).hasValue(2);
        assertThat(kept).isEmpty();
        assertThat(quarantined).isEmpty();
    }

    @Test
    void countsWhatIsRefusedInARowUntilOneIsAuthentic() {
        for (int n = 1; n <= 4; n++) {
            assertThat(door().receive(TIME, "00", bytes("{}"))).isEqualTo(WebhookDoor.Answer.REFUSED);
            assertThat(tally.refusedInARow).hasValue(n);
        }
        post("{\"event_id\":\"e1\"}");
        assertThat(tally.refusedInARow).hasValue(0);
    }

    @Test
    void asksToComeAgainWhenNothingCanBeKept() {
        brokerIsThere = false;
        assertThat(post("{\"event_id\":\"e1\"}")).isEqualTo(WebhookDoor.Answer.COME_AGAIN);
        assertThat(post("odd")).isEqualTo(WebhookDoor.Answer.COME_AGAIN);
        assertThat(tally.unavailable).hasValue(2);
        assertThat(tally.received).hasValue(0);
    }

    @Test
    void asksToComeAgainWhileTheKeysAreUnknownInsteadOfCostingTheSenderAnHour() {
        keys = new SigningKeys.Unknown("configuration not read yet");
        assertThat(post("{\"event_id\":\"e1\"}")).isEqualTo(WebhookDoor.Answer.COME_AGAIN);
    }

    private WebhookDoor.Answer post(String body) {
        return door().receive(TIME, Signature.of(KEY, TIME, bytes(body)), bytes(body));
    }

    private WebhookDoor door() {
        EngagementLog<EngagementV1, DeadLetterV1> log = new EngagementLog<>() {
            @Override
            public boolean keep(EngagementV1 event) {
                return brokerIsThere && kept.add(event);
            }

            @Override
            public boolean quarantine(DeadLetterV1 letter) {
                return brokerIsThere && quarantined.add(letter);
            }
        };
        WebhookPerson person = new WebhookPerson(List::of, _ -> true);
        return new WebhookDoor(Signature.standard(), () -> keys, log, person, InstantSource.fixed(NOW), tally);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
