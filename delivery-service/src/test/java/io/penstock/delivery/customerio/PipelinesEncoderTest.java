package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.DeliveryV1.Kind;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelinesEncoderTest {
    private static final String ULID = "01HZY3N1A00000000000000EV1";
    private static final String HEAD = "\"messageId\":\"" + ULID + "\"";
    /** Of what is so: the id, and after it a digest of what is said. */
    private static final String TOLD = "\"messageId\":\"" + ULID + "-…\"";

    private static final String AT = "\"timestamp\":\"2026-03-15T00:00:00.000Z\"";
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "ada");
    private static final ObjectRefV1 ACME = new ObjectRefV1("1", "acme");
    private final PipelinesEncoder encoder = new PipelinesEncoder(TrackLimits.documented());

    @Test
    void writesAnIdentifyWithTheDeliveryIdAndAWrittenTime() {
        assertThat(item(Deliveries.identify(ULID, "ada", "{\"n\":0.10,\"gone\":null}", "old")))
                .isEqualTo("{\"type\":\"identify\"," + TOLD + ",\"userId\":\"ada\"," + AT
                        + ",\"traits\":{\"old\":null,\"n\":0.10}}");
        assertThat(item(Deliveries.identify(ULID, "ada", "{\"anonymous_id\":\"anon_1\"}")))
                .endsWith("," + AT + ",\"anonymousId\":\"anon_1\",\"traits\":{}}");
    }

    @Test
    void writesWhatWasDoneAndSeen() {
        assertThat(item(Deliveries.track(ULID, "ada", "crossed", "{\"score\":0.82}")))
                .isEqualTo("{\"type\":\"track\"," + HEAD + ",\"userId\":\"ada\",\"event\":\"crossed\"," + AT
                        + ",\"properties\":{\"score\":0.82}}");
        assertThat(item(of(Kind.PAGE, ADA, null, "https://example.com", "{}")))
                .contains("\"type\":\"page\"", "\"name\":\"https://example.com\"");
        assertThat(item(of(Kind.SCREEN, new IdentifierV1("anonymous_id", "anon_1"), null, "Cart", "{}")))
                .contains("\"type\":\"screen\"", "\"name\":\"Cart\"", "\"anonymousId\":\"anon_1\"")
                .doesNotContain("userId");
    }

    @Test
    void aRowThatSaysSomethingElseIsAnotherMessageAndAnEventIsNot() {
        String said = messageId(Deliveries.identify(ULID, "ada", "{\"n\":1}"));
        assertThat(messageId(Deliveries.identify(ULID, "ada", "{\"n\":1}"))).isEqualTo(said);
        assertThat(List.of(
                        said,
                        messageId(Deliveries.identify(ULID, "ada", "{\"n\":2}")),
                        messageId(Deliveries.identify(ULID, "ada", "{\"n\":1}", "gone")),
                        messageId(Deliveries.identify(ULID, "eve", "{\"n\":1}"))))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith(ULID + "-") && id.length() <= 100);
        assertThat(messageId(Deliveries.track(ULID, "ada", "crossed", "{\"n\":1}")))
                .isEqualTo(messageId(Deliveries.track(ULID, "ada", "crossed", "{\"n\":2}")))
                .isEqualTo(ULID);
    }

    @Test
    void writesAMergeAsAnAlias() {
        assertThat(item(Deliveries.merge(ULID, ADA, new IdentifierV1("email", "ada@old.example"))))
                .isEqualTo("{\"type\":\"alias\"," + HEAD + ",\"userId\":\"ada\",\"previousId\":\"ada@old.example\"}");
        assertThat(refused(Deliveries.merge(ULID, ADA, ADA)).code()).isEqualTo("merge_with_itself");
    }

    @ParameterizedTest
    @CsvSource({"DELETE,User Deleted", "SUPPRESS,User Suppressed", "UNSUPPRESS,User Unsuppressed"})
    void writesTheEndOfAPersonAsTheEventThatActs(Kind kind, String event) {
        assertThat(item(Deliveries.erase(ULID, kind, ADA)))
                .isEqualTo("{\"type\":\"track\"," + HEAD + ",\"userId\":\"ada\",\"event\":\"" + event
                        + "\",\"properties\":{}}");
    }

    @Test
    void writesDevicesIntoTheContext() {
        String device = "{\"token\":\"tok_9f3\",\"platform\":\"ios\",\"last_used\":1773532800,"
                + "\"attributes\":{\"app_version\":\"5.1\"}}";
        assertThat(item(of(Kind.ADD_DEVICE, ADA, null, null, device)))
                .isEqualTo("{\"type\":\"track\"," + HEAD
                        + ",\"userId\":\"ada\",\"event\":\"Device Created or Updated\"," + AT
                        + ",\"context\":{\"device\":{\"token\":\"tok_9f3\",\"type\":\"ios\"}},"
                        + "\"properties\":{\"app_version\":\"5.1\"}}");
        assertThat(item(of(Kind.REMOVE_DEVICE, ADA, null, null, device)))
                .endsWith("\"event\":\"Device Deleted\",\"context\":{\"device\":{\"token\":\"tok_9f3\"}},"
                        + "\"properties\":{}}");
    }

    @Test
    void writesThingsAsGroupsAndGivesAThingAloneAVisitorOfItsOwn() {
        String alone = item(of(Kind.OBJECT, null, ACME, null, "{\"name\":\"Acme\"}"));
        assertThat(alone)
                .startsWith("{\"type\":\"group\"," + TOLD + ",\"anonymousId\":\"")
                .endsWith("\",\"groupId\":\"acme\",\"traits\":{\"objectTypeId\":\"1\",\"name\":\"Acme\"}}");
        assertThat(item(of(Kind.OBJECT, null, ACME, null, "{\"name\":\"Acme\"}")))
                .isEqualTo(alone);
        assertThat(item(of(Kind.DELETE_OBJECT, null, ACME, null, "{}")))
                .contains("\"anonymousId\":\"")
                .endsWith("\"event\":\"Object Deleted\","
                        + "\"properties\":{\"objectTypeId\":\"1\",\"objectId\":\"acme\"}}");
        assertThat(item(of(Kind.RELATE, ADA, ACME, null, "{\"role\":\"admin\"}")))
                .isEqualTo("{\"type\":\"group\"," + TOLD + ",\"userId\":\"ada\",\"groupId\":\"acme\","
                        + "\"traits\":{\"objectTypeId\":\"1\",\"relationshipAttributes\":{\"role\":\"admin\"}}}");
        assertThat(item(of(Kind.UNRELATE, ADA, ACME, null, "{}")))
                .isEqualTo("{\"type\":\"track\"," + HEAD + ",\"userId\":\"ada\",\"event\":\"Relationship Deleted\","
                        + "\"properties\":{\"objectTypeId\":\"1\",\"objectId\":\"acme\"}}");
        assertThat(refused(of(Kind.RELATE, ADA, null, null, "{}")).code()).isEqualTo("no_object");
    }

    @ParameterizedTest
    @CsvSource({
        "customerio_id,007,007",
        "email,ada@example.com,ada@example.com",
        "cio_id,a3000001,cio_a3000001",
        "cio_id,cio_a3000001,cio_a3000001"
    })
    void addressesThePersonByShape(String type, String value, String userId) {
        assertThat(item(Deliveries.addressed(new IdentifierV1(type, value)))).contains("\"userId\":\"" + userId + "\"");
    }

    @ParameterizedTest
    @CsvSource({"customerio_id,ada@example.com", "customerio_id,a@b", "customerio_id,cio_7", "email,ada"})
    void refusesAnAddressThatWouldBeTakenForAnother(String type, String value) {
        assertThat(refused(Deliveries.addressed(new IdentifierV1(type, value))))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("ambiguous_identifier"))
                .satisfies(refused -> assertThat(refused.words()).doesNotContain(value));
    }

    @ParameterizedTest
    @CsvSource({"IDENTIFY,createdAt", "OBJECT,objectTypeId", "OBJECT,object_type_id", "OBJECT,relationshipAttributes"})
    void refusesAttributesThatMeanSomethingElseInTheCall(Kind kind, String name) {
        DeliveryV1 delivery = of(kind, ADA, ACME, null, "{\"" + name + "\":\"x\"}");
        assertThat(refused(delivery))
                .isEqualTo(new Encoded.Refused(
                        "reserved_name", "attributes." + name + " means something else in this call"));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void takesAMessageIdOfAHundredCharactersAndNoLonger(int length) {
        Encoded encoded = encoder.encode(Deliveries.track("i".repeat(length), "ada", "e", "{}"));
        assertThat(encoded instanceof Encoded.Item).isEqualTo(length == 100);
    }

    @Test
    void holdsTheLimitsOfTheOtherWire() {
        assertThat(refused(Deliveries.identify(ULID, "u", "{\"bio\":\"" + "x".repeat(1001) + "\"}")))
                .isEqualTo(new Encoded.Refused("too_long_value", "attributes.bio: 1001 bytes, at most 1000"));
        String body = IntStream.range(0, 40)
                .mapToObj(i -> "\"a" + i + "\":\"" + "x".repeat(900) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(refused(Deliveries.identify(ULID, "u", body)).code()).isEqualTo("item_too_large");
        assertThat(refused(Deliveries.track(ULID, "u", "e".repeat(101), "{}")).code())
                .isEqualTo("too_long_event_name");
        assertThat(refused(Deliveries.addressed(null)).code()).isEqualTo("no_address");
    }

    private static DeliveryV1 of(Kind kind, IdentifierV1 address, ObjectRefV1 object, String event, String body) {
        return Deliveries.of(kind, address, object, event, body);
    }

    private String item(DeliveryV1 delivery) {
        return written(delivery).replaceFirst("(\"messageId\":\"" + ULID + "-)[0-9a-f]{16}\"", "$1…\"");
    }

    private String messageId(DeliveryV1 delivery) {
        return written(delivery).replaceFirst(".*\"messageId\":\"([^\"]+)\".*", "$1");
    }

    private String written(DeliveryV1 delivery) {
        return new String(((Encoded.Item) encoder.encode(delivery)).bytes(), StandardCharsets.UTF_8);
    }

    private Encoded.Refused refused(DeliveryV1 delivery) {
        return (Encoded.Refused) encoder.encode(delivery);
    }
}
