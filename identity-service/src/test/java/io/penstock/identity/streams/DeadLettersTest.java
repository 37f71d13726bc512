package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.Fold;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Whose pipeline a dead letter is of. */
class DeadLettersTest {
    private static final String FRAME =
            "{\"kind\":\"EVENT\",\"record\":{\"pipeline\":\"people\",\"config_version\":7}}";

    @Test
    void theHeadersSayIt() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.PIPELINE, "orders".getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.CONFIG_VERSION, "3".getBytes(StandardCharsets.UTF_8));

        DeadLetterV1 letter = letter(FRAME, headers);

        assertThat(letter.pipeline()).isEqualTo("orders");
        assertThat(letter.configVersion()).isEqualTo(3);
    }

    @Test
    void withoutHeadersTheRecordInTheFrameSaysIt() {
        DeadLetterV1 letter = letter(FRAME, new RecordHeaders());

        assertThat(letter.pipeline()).isEqualTo("people");
        assertThat(letter.configVersion()).isEqualTo(7);
        assertThat(letter.encoding()).isEqualTo("json");
    }

    @Test
    void whatIsNoFrameIsOfNone() {
        for (String input : new String[] {"{\"record\":[]}", "[1]", "{", ""}) {
            DeadLetterV1 letter = letter(input, new RecordHeaders());

            assertThat(letter.pipeline()).as(input).isNull();
            assertThat(letter.configVersion()).as(input).isZero();
        }
        assertThat(letter("{", new RecordHeaders()).encoding()).isEqualTo("base64");
    }

    private static DeadLetterV1 letter(String input, RecordHeaders headers) {
        return DeadLetters.letter(
                "identity.profile-owner",
                DeadLetters.FAILED,
                Category.INTERNAL,
                "test",
                new DeadLetters.Position("identity-changes", 0, 1),
                null,
                input.getBytes(StandardCharsets.UTF_8),
                headers,
                Fold.START);
    }
}
