package io.penstock.local.telco;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.story.CustomerIo.Call;
import io.penstock.local.story.Screen;
import io.penstock.local.telco.TelcoOracle.Identify;
import io.penstock.local.telco.TelcoOracle.Owed;
import io.penstock.local.telco.TelcoOracle.Track;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check must be able to fail: every way in which a call may be wrong is reported. */
class TelcoCheckTest {
    private static final Map<String, Owed> OWED = Map.of(
            "usr_1",
            new Owed(
                    List.of(new Identify(Map.of("upgrade_likelihood_score", 0.7, "account_tier", "pro"))),
                    List.of(new Track(0.7, 0.5, "pro", "v1"))));

    private static final String IDENTIFY =
            "{\"identifiers\":{\"id\":\"usr_1\"},\"attributes\":{\"upgrade_likelihood_score\":0.7,\"account_tier\":\"pro\"}}";
    private static final String EVENT =
            "{\"identifiers\":{\"id\":\"usr_1\"},\"id\":\"01A\",\"name\":\"upgrade_threshold_crossed\","
                    + "\"attributes\":{\"score\":0.7,\"tier\":\"pro\",\"model_version\":\"v1\",\"crossing_value\":0.7,"
                    + "\"crossing_before\":0.5,\"crossing_threshold\":0.65,\"crossing_direction\":\"up\","
                    + "\"crossing_model_version\":\"v1\"}}";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void agreesWhenEveryCallIsOwed() throws IOException {
        assertThat(compare(identify(IDENTIFY), event(EVENT))).isTrue();
    }

    @Test
    void reportsAWrongValue() throws IOException {
        assertThat(compare(identify(IDENTIFY.replace("0.7", "0.71")), event(EVENT)))
                .isFalse();
        assertThat(printed.toString()).contains("usr_1 scoring 1: attribute upgrade_likelihood_score differs");
    }

    @Test
    void reportsAnAttributeThatIsNotOwed() throws IOException {
        assertThat(compare(
                        identify(IDENTIFY.replace("\"account_tier\"", "\"extra\":1,\"account_tier\"")), event(EVENT)))
                .isFalse();
        assertThat(printed.toString()).contains("attribute extra is not owed");
    }

    @Test
    void reportsAMissingAndARepeatedCall() throws IOException {
        assertThat(compare(event(EVENT))).isFalse();
        assertThat(compare(identify(IDENTIFY), identify(IDENTIFY), event(EVENT)))
                .isFalse();
        assertThat(printed.toString()).contains("is owed 1 identify, got 0", "is owed 1 identify, got 2");
    }

    @Test
    void reportsAMissingAndARepeatedEvent() throws IOException {
        assertThat(compare(identify(IDENTIFY))).isFalse();
        assertThat(compare(identify(IDENTIFY), event(EVENT), event(EVENT))).isFalse();
        assertThat(printed.toString())
                .contains("is owed 1 events, got 0", "1 events carry an id that another event has");
    }

    @Test
    void reportsAnEventThatTellsAnotherPassage() throws IOException {
        for (String part : List.of("before\":0.5", "threshold\":0.65", "direction\":\"up", "model_version\":\"v1\"}")) {
            assertThat(part).isSubstringOf(EVENT);
            assertThat(compare(identify(IDENTIFY), event(EVENT.replace(part, part.replaceAll("5|up|v1", "3")))))
                    .as(part)
                    .isFalse();
        }
    }

    @Test
    void reportsSomebodyWhoIsOwedNothing() throws IOException {
        assertThat(compare(identify(IDENTIFY), event(EVENT), identify(IDENTIFY.replace("usr_1", "usr_2"))))
                .isFalse();
        assertThat(printed.toString()).contains("usr_2 is owed nothing");
    }

    @Test
    void reportsACallThatTookNoEffect() throws IOException {
        Call skipped = new Call(1, "person", "identify", json(IDENTIFY), "skipped-stale");
        assertThat(compare(skipped, event(EVENT))).isFalse();
    }

    private boolean compare(Call... calls) {
        return new TelcoCheck().compare(OWED, List.of(calls), new Screen(new PrintStream(printed), false));
    }

    private static Call identify(String body) throws IOException {
        return new Call(1, "person", "identify", json(body), "applied");
    }

    private static Call event(String body) throws IOException {
        return new Call(2, "person", "event", json(body), "applied");
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JsonMapper.builder().build().readTree(text);
    }
}
