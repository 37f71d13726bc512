package io.penstock.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.RecordV1;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class CollectedMessageTest {
    private static final Instant NOW = Instant.parse("2026-03-15T00:00:10Z");

    @Test
    void namesThePersonAsThePipelineSays() throws JsonProcessingException {
        RecordV1 record = record("track", """
                {"event":"Trial Started","userId":42,"anonymousId":" ","timestamp":"2026-03-15T00:00:00Z",
                 "properties":{"phone":"+4912345"},"context":{"traits":{"email":"ada@example.com"}}}""");

        assertThat(record.identifiers())
                .extracting(one -> one.type() + "=" + one.value())
                .containsExactly("user=42", "email=ada@example.com", "phone=+4912345");
        assertThat(record.asOf()).isEqualTo(Instant.parse("2026-03-15T00:00:00Z"));
        assertThat(record.recordId()).isEqualTo("p|m1|track");
    }

    @Test
    void anAliasSaysThatTheFormerIdIsTheSamePerson() throws JsonProcessingException {
        assertThat(record("alias", "{\"userId\":\"u1\",\"previousId\":\"a1\",\"anonymousId\":\"a2\"}")
                        .identifiers())
                .extracting(one -> one.type() + "=" + one.value())
                .containsExactly("user=u1", "anonymous=a2", "anonymous=a1");
    }

    @Test
    void onlyWhatIdentifySaysOfThePersonStandsOnTheTopLevelWhereProfilesTakeTraitsFrom()
            throws JsonProcessingException {
        String body = "{\"userId\":\"u1\",\"traits\":{\"plan\":\"pro\",\"seats\":3,\"address\":{},\"message\":\"x\"}}";

        assertThat(record("identify", body).row().properties())
                .filteredOn(column -> column.getValue().isValueNode())
                .extracting(column -> column.getKey() + "=" + column.getValue().asText())
                .containsExactly("plan=pro", "seats=3");
        assertThat(record("group", body).row().properties())
                .noneMatch(column -> column.getValue().isValueNode());
        assertThat(record("identify", body).row().at("/message/user_id").textValue())
                .isEqualTo("u1");
    }

    @Test
    void aTimeThatIsYetToComeIsTheTimeOfArrival() throws JsonProcessingException {
        assertThat(record("page", "{\"userId\":\"u1\",\"timestamp\":\"2031-01-01T00:00:00Z\"}")
                        .asOf())
                .isEqualTo(NOW);
    }

    private static RecordV1 record(String type, String body) throws JsonProcessingException {
        LinkedHashMap<String, String> given = new LinkedHashMap<>();
        given.put("user", "message.user_id");
        given.put("anonymous", "message.anonymous_id");
        given.put("email", "message.email");
        given.put("phone", "properties.phone");
        ObjectNode message = (ObjectNode) Json.wire().readTree(body);
        return new CollectedMessage(type, "m1", message).record(Feed.of("acme", "p", 3, given), "web", NOW);
    }
}
