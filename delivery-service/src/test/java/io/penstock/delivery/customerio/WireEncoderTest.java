package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.DeliveryV1.Kind;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireEncoderTest {
    private static final String ULID = "01HZY3N1A00000000000000EV1";
    private static final IdentifierV1 VISITOR = new IdentifierV1("anonymous_id", "anon_1");
    private Optional<ConnectionSpec.CustomerIo> connection = Optional.empty();
    private final WireEncoder encoder = new WireEncoder(TrackLimits.documented(), name -> connection);

    @ParameterizedTest
    @CsvSource({"TRACK,''", "PAGE,'\"type\":\"page\",'", "SCREEN,'\"type\":\"screen\",'"})
    void saysWhatSomebodyNotYetKnownDidForVersionOne(Kind kind, String type) {
        DeliveryV1 seen = Deliveries.of(kind, VISITOR, null, "viewed", "{\"sku\":7,\"none\":null}");
        assertThat(item(seen).way()).isEqualTo(Ways.TRACK_EVENT);
        assertThat(text(seen))
                .isEqualTo("{\"name\":\"viewed\",\"id\":\"" + ULID + "\"," + type
                        + "\"timestamp\":1773532800,\"anonymous_id\":\"anon_1\",\"data\":{\"sku\":7}}");
    }

    @Test
    void holdsThatToTheLimitsOfVersionOne() {
        String data = "{\"x\":\"%s\"}";
        int frame = data.length() - 2;
        DeliveryV1 fits = visitorEvent("viewed", data.formatted("x".repeat(100_000 - frame)));
        assertThat(encoder.encode(fits)).isInstanceOf(Encoded.Item.class);
        assertThat(encoder.encode(visitorEvent("viewed", data.formatted("x".repeat(100_001 - frame)))))
                .isEqualTo(new Encoded.Refused("item_too_large", "data: 100001 bytes, at most 100000"));
        assertThat(encoder.encode(visitorEvent("e".repeat(101), "{}")))
                .isEqualTo(new Encoded.Refused("too_long_event_name", "name: 101 bytes, at most 100"));
        DeliveryV1 nobody = Deliveries.of(Kind.TRACK, new IdentifierV1("anonymous_id", " "), null, "viewed", "{}");
        assertThat(encoder.encode(nobody))
                .isEqualTo(new Encoded.Refused("blank_identifier", "identifiers.anonymous_id is blank"));
    }

    @ParameterizedTest
    @CsvSource({"track,v1,track_event,track", "track,v2,track,track", "pipelines,v1,pipelines,pipelines"})
    void asksTheConnectionForTheWire(String wire, String anonymous, String ofVisitor, String ofOthers) {
        connection = Optional.of(Json.config()
                .convertValue(
                        Deliveries.json("{\"wire\":\"%s\",\"anonymousEvents\":\"%s\"}".formatted(wire, anonymous)),
                        ConnectionSpec.CustomerIo.class));
        assertThat(item(visitorEvent("viewed", "{}")).way().name()).isEqualTo(ofVisitor);
        assertThat(item(Deliveries.identify(ULID, "ada", "{}")).way().name()).isEqualTo(ofOthers);
        assertThat(encoder.encode(Deliveries.addressed(VISITOR)))
                .isInstanceOfSatisfying(
                        Encoded.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("unsupported_identifier"));
    }

    private static DeliveryV1 visitorEvent(String name, String body) {
        return Deliveries.of(Kind.TRACK, VISITOR, null, name, body);
    }

    private Encoded.Item item(DeliveryV1 delivery) {
        return (Encoded.Item) encoder.encode(delivery);
    }

    private String text(DeliveryV1 delivery) {
        return new String(item(delivery).bytes(), StandardCharsets.UTF_8);
    }
}
