package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackEncoderTest {
    private static final String ULID = "01HZY3N1A00000000000000EV1";
    private final TrackEncoder encoder = new TrackEncoder(TrackLimits.documented());

    @Test
    void writesAnIdentifyWithItsTimeAtTheTop() {
        assertThat(item(Deliveries.identify(
                        ULID, "usr_8472", "{\"upgrade_likelihood\":0.82,\"account_tier\":\"pro\"}")))
                .isEqualTo("{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":{\"id\":\"usr_8472\"},"
                        + "\"timestamp\":1773532800,"
                        + "\"attributes\":{\"upgrade_likelihood\":0.82,\"account_tier\":\"pro\"}}");
    }

    @Test
    void writesAnEventWithTheDeliveryIdAsItsOwn() {
        assertThat(item(Deliveries.track(ULID, "usr_8472", "upgrade_threshold_crossed", "{\"score\":0.82}")))
                .isEqualTo("{\"type\":\"person\",\"action\":\"event\",\"identifiers\":{\"id\":\"usr_8472\"},"
                        + "\"id\":\"" + ULID + "\",\"name\":\"upgrade_threshold_crossed\",\"timestamp\":1773532800,"
                        + "\"attributes\":{\"score\":0.82}}");
    }

    @Test
    void writesAMergeWithBothSidesAtTheTop() {
        assertThat(item(Deliveries.merge(
                        ULID,
                        new IdentifierV1("customerio_id", "usr_8472"),
                        new IdentifierV1("email", "ada@old.example"))))
                .isEqualTo("{\"type\":\"person\",\"action\":\"merge\",\"primary\":{\"id\":\"usr_8472\"},"
                        + "\"secondary\":{\"email\":\"ada@old.example\"}}");
    }

    @Test
    void writesTheEndOfAPersonWithItsAddressOnly() {
        IdentifierV1 ada = new IdentifierV1("email", "ada@example.com");
        assertThat(item(Deliveries.erase(ULID, DeliveryV1.Kind.DELETE, ada)))
                .isEqualTo(
                        "{\"type\":\"person\",\"action\":\"delete\",\"identifiers\":{\"email\":\"ada@example.com\"}}");
        assertThat(item(Deliveries.erase(ULID, DeliveryV1.Kind.SUPPRESS, ada)))
                .isEqualTo(
                        "{\"type\":\"person\",\"action\":\"suppress\",\"identifiers\":{\"email\":\"ada@example.com\"}}");
    }

    @Test
    void refusesAMergeThatCannotBeSaid() {
        IdentifierV1 ada = new IdentifierV1("customerio_id", "usr_8472");
        assertThat(refused(Deliveries.merge(ULID, ada, ada)).code()).isEqualTo("merge_with_itself");
        assertThat(refused(Deliveries.merge(ULID, ada, new IdentifierV1("stripe_id", "x")))
                        .code())
                .isEqualTo("unsupported_identifier");
        assertThat(refused(Deliveries.merge(ULID, ada, new IdentifierV1("email", "e".repeat(151))))
                        .code())
                .isEqualTo("too_long_identifier");
    }

    @ParameterizedTest
    @CsvSource({
        "customerio_id,007,id,007",
        "email,ada@example.com,email,ada@example.com",
        "cio_id,a3000001,cio_id,a3000001",
        "cio_id,cio_a3000001,cio_id,a3000001"
    })
    void addressesThePersonAsTheServiceNamesIt(String type, String value, String name, String sent) {
        assertThat(item(Deliveries.addressed(new IdentifierV1(type, value))))
                .contains("\"identifiers\":{\"" + name + "\":\"" + sent + "\"}");
    }

    @Test
    void neverSendsANullExceptToRemoveByName() {
        assertThat(item(Deliveries.identify(ULID, "u", "{\"a\":null,\"b\":1}", "old")))
                .endsWith("\"attributes\":{\"old\":null,\"b\":1}}");
        assertThat(item(Deliveries.track(ULID, "u", "e", "{\"a\":null}"))).endsWith("\"attributes\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "0.10", "1.230000000000000000", "-0.5", "12.0"})
    void keepsTheTextOfNumbers(String number) {
        assertThat(item(Deliveries.identify(ULID, "u", "{\"n\":" + number + "}")))
                .endsWith("\"attributes\":{\"n\":" + number + "}}");
    }

    @Test
    void takesAValueOfExactlyAThousandBytesAndRefusesOneMore() {
        String fits = "ü".repeat(500);
        assertThat(item(Deliveries.identify(ULID, "u", "{\"bio\":\"" + fits + "\"}")))
                .contains(fits);
        assertThat(refused(Deliveries.identify(ULID, "u", "{\"bio\":\"" + fits + "x\"}")))
                .isEqualTo(new Encoded.Refused("too_long_value", "attributes.bio: 1001 bytes, at most 1000"));
    }

    @Test
    void countsAStructuredValueAsCompactJson() {
        String fits = "[ \"" + "x".repeat(996) + "\" ]";
        assertThat(item(Deliveries.identify(ULID, "u", "{\"list\":" + fits + "}")))
                .contains("[\"xxx");
        String tooLong = "{ \"k\": \"" + "x".repeat(993) + "\" }";
        assertThat(refused(Deliveries.identify(ULID, "u", "{\"map\":" + tooLong + "}")))
                .isEqualTo(new Encoded.Refused("too_long_value", "attributes.map: 1001 bytes, at most 1000"));
    }

    @Test
    void refusesNamesIdentifiersAndEventsThatAreTooLong() {
        String name = "n".repeat(151);
        assertThat(refused(Deliveries.identify(ULID, "u", "{\"" + name + "\":1}"))
                        .code())
                .isEqualTo("too_long_name");
        assertThat(refused(Deliveries.identify(ULID, "u", "{}", name)).code()).isEqualTo("too_long_name");
        assertThat(refused(Deliveries.identify(ULID, "é".repeat(76), "{}")))
                .isEqualTo(new Encoded.Refused("too_long_identifier", "identifiers.id: 152 bytes, at most 150"));
        assertThat(refused(Deliveries.track(ULID, "u", "e".repeat(101), "{}")).code())
                .isEqualTo("too_long_event_name");
    }

    @Test
    void refusesMoreThanThreeHundredAttributesRemovalsIncluded() {
        String body =
                IntStream.range(0, 300).mapToObj(i -> "\"a" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        assertThat(encoder.encode(Deliveries.identify(ULID, "u", body))).isInstanceOf(Encoded.Item.class);
        assertThat(refused(Deliveries.identify(ULID, "u", body, "one_more")).code())
                .isEqualTo("too_many_attributes");
    }

    @Test
    void refusesAnItemBeyond32Kilobytes() {
        String body = IntStream.range(0, 40)
                .mapToObj(i -> "\"a" + i + "\":\"" + "x".repeat(900) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(refused(Deliveries.identify(ULID, "u", body)).code()).isEqualTo("item_too_large");
    }

    @Test
    void refusesWhatCannotBeAddressed() {
        assertThat(refused(Deliveries.addressed(null)).code()).isEqualTo("no_address");
        assertThat(refused(Deliveries.addressed(new IdentifierV1("customerio_id", " ")))
                        .code())
                .isEqualTo("blank_identifier");
        assertThat(refused(Deliveries.addressed(new IdentifierV1("stripe_id", "x")))
                        .code())
                .isEqualTo("unsupported_identifier");
        assertThat(refused(Deliveries.track(ULID, "u", " ", "{}")).code()).isEqualTo("blank_event_name");
    }

    @Test
    void writesPagesAndScreensAsEventsOfTheirOwnKind() {
        IdentifierV1 ada = new IdentifierV1("email", "ada@example.com");
        assertThat(item(Deliveries.of(
                        DeliveryV1.Kind.PAGE, ada, null, "https://example.com/pricing", "{\"path\":\"/pricing\"}")))
                .isEqualTo("{\"type\":\"person\",\"action\":\"page\",\"identifiers\":{\"email\":\"ada@example.com\"},"
                        + "\"id\":\"" + ULID + "\",\"name\":\"https://example.com/pricing\",\"timestamp\":1773532800,"
                        + "\"attributes\":{\"path\":\"/pricing\"}}");
        assertThat(item(Deliveries.of(DeliveryV1.Kind.SCREEN, ada, null, "Cart", "{}")))
                .contains("\"action\":\"screen\"", "\"name\":\"Cart\"");
    }

    @Test
    void writesAnEventOfSomebodyNotYetKnownAndNothingElseOfHim() {
        IdentifierV1 visitor = new IdentifierV1("anonymous_id", "anon_1");
        assertThat(item(Deliveries.of(DeliveryV1.Kind.TRACK, visitor, null, "viewed", "{}")))
                .contains("\"identifiers\":{\"anonymous_id\":\"anon_1\"}");
        assertThat(refused(Deliveries.of(DeliveryV1.Kind.IDENTIFY, visitor, null, null, "{}"))
                        .code())
                .isEqualTo("unsupported_identifier");
    }

    @Test
    void writesDevicesWithTheirTokenInItsV2Place() {
        IdentifierV1 ada = new IdentifierV1("customerio_id", "usr_8472");
        String device = "{\"token\":\"tok_9f3\",\"platform\":\"ios\",\"last_used\":1773532800,"
                + "\"attributes\":{\"app_version\":\"5.1\"}}";
        assertThat(item(Deliveries.of(DeliveryV1.Kind.ADD_DEVICE, ada, null, null, device)))
                .isEqualTo("{\"type\":\"person\",\"action\":\"add_device\",\"identifiers\":{\"id\":\"usr_8472\"},"
                        + "\"device\":" + device + "}");
        assertThat(item(Deliveries.of(DeliveryV1.Kind.REMOVE_DEVICE, ada, null, null, device)))
                .endsWith("\"device\":{\"token\":\"tok_9f3\"}}");
        assertThat(refused(Deliveries.of(DeliveryV1.Kind.REMOVE_DEVICE, ada, null, null, "{}"))
                        .code())
                .isEqualTo("no_device_token");
        assertThat(refused(Deliveries.of(DeliveryV1.Kind.ADD_DEVICE, ada, null, null, "{\"token\":\"t\"}"))
                        .code())
                .isEqualTo("no_device_platform");
    }

    @Test
    void writesThingsAndWhoBelongsToThem() {
        IdentifierV1 ada = new IdentifierV1("customerio_id", "usr_8472");
        ObjectRefV1 acme = new ObjectRefV1("1", "acme");
        String named = "\"identifiers\":{\"object_type_id\":\"1\",\"object_id\":\"acme\"}";
        assertThat(item(Deliveries.of(DeliveryV1.Kind.OBJECT, null, acme, null, "{\"name\":\"Acme\"}")))
                .isEqualTo("{\"type\":\"object\",\"action\":\"identify\"," + named
                        + ",\"attributes\":{\"name\":\"Acme\"}}");
        assertThat(item(Deliveries.of(DeliveryV1.Kind.DELETE_OBJECT, null, acme, null, "{}")))
                .isEqualTo("{\"type\":\"object\",\"action\":\"delete\"," + named + "}");
        assertThat(item(Deliveries.of(DeliveryV1.Kind.RELATE, ada, acme, null, "{\"role\":\"admin\"}")))
                .isEqualTo("{\"type\":\"person\",\"action\":\"add_relationships\","
                        + "\"identifiers\":{\"id\":\"usr_8472\"},\"cio_relationships\":[{" + named
                        + ",\"relationship_attributes\":{\"role\":\"admin\"}}]}");
        assertThat(item(Deliveries.of(DeliveryV1.Kind.UNRELATE, ada, acme, null, "{\"role\":\"admin\"}")))
                .endsWith("\"action\":\"delete_relationships\",\"identifiers\":{\"id\":\"usr_8472\"},"
                        + "\"cio_relationships\":[{" + named + "}]}");
        assertThat(refused(Deliveries.of(DeliveryV1.Kind.OBJECT, null, null, null, "{}"))
                        .code())
                .isEqualTo("no_object");
        assertThat(refused(Deliveries.of(
                                DeliveryV1.Kind.OBJECT, null, new ObjectRefV1("1", "x".repeat(151)), null, "{}"))
                        .code())
                .isEqualTo("too_long_identifier");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cio_subscription_preferences\":{\"topics\":{\"topic_1\":false}}}",
                "{\"cio_subscription_preferences.topics.topic_1\":false}"
            })
    void passesSubscriptionPreferencesWholeOrOneTopicAtATime(String body) {
        assertThat(item(Deliveries.identify(ULID, "u", body))).endsWith("\"attributes\":" + body + "}");
    }

    private String item(DeliveryV1 delivery) {
        return new String(((Encoded.Item) encoder.encode(delivery)).bytes(), StandardCharsets.UTF_8);
    }

    private Encoded.Refused refused(DeliveryV1 delivery) {
        return (Encoded.Refused) encoder.encode(delivery);
    }
}
