package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Staleness;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 19: attributes are strings with times of their own. */
class AttributesTest {

    private static final long NOW = 1_773_532_800;

    private SandboxClient client =
            SandboxClient.start(CustomerIoSandbox.builder().clock(() -> Instant.ofEpochSecond(NOW)));

    @AfterEach
    void stop() {
        client.close();
    }

    private void identify(long timestamp, String attributes) throws IOException {
        client.entity("{'type':'person','action':'identify','identifiers':{'id':'a'},'timestamp':" + timestamp
                + ",'attributes':" + attributes + "}");
    }

    private long time(String attribute) throws IOException {
        return client.app("/v1/customers/a/attributes")
                .at("/customer/timestamps/" + attribute)
                .asLong();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "30|30",
                "0.82|0.82",
                "1.50|1.50",
                "true|true",
                "1614034983|1614034983",
                "12345678901234567890|12345678901234567890",
                "'text'|text",
                "[1, 'b']|[1,^^b^^]",
                "{'x': {'y': 1}}|{^^x^^:{^^y^^:1}}",
            })
    void returnsEverythingAsStrings(String sent, String stored) throws IOException {
        client.put("a", "{'v':" + sent + "}");

        JsonNode value = client.app("/v1/customers/a/attributes").at("/customer/attributes/v");
        assertThat(value.isTextual()).isTrue();
        assertThat(value.asText()).isEqualTo(stored.replace("^^", "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''"})
    void removesWithNullAndWithAnEmptyText(String nothing) throws IOException {
        client.put("a", "{'age':30}");
        client.put("a", "{'age':" + nothing + "}");

        assertThat(client.attribute("a", "age")).isNull();
    }

    @Test
    void doesNotMoveTheTimeOfAnEqualValue() throws IOException {
        identify(100, "{'plan':'pro','age':1}");
        identify(200, "{'plan':'pro','age':2}");

        assertThat(time("plan")).isEqualTo(100);
        assertThat(time("age")).isEqualTo(200);
    }

    @Test
    void skipsAWhollyOlderCallWithAnActivity() throws IOException {
        identify(200, "{'plan':'pro'}");
        identify(100, "{'plan':'free'}");

        assertThat(client.attribute("a", "plan")).isEqualTo("pro");
        assertThat(client.verdict()).isEqualTo("skipped-stale");
        assertThat(client.activities()).startsWith("skipped_update");
    }

    @Test
    void comparesEachAttributeOnItsOwn() throws IOException {
        identify(200, "{'plan':'pro'}");
        identify(100, "{'plan':'free','age':30}");

        assertThat(client.attribute("a", "plan")).isEqualTo("pro");
        assertThat(client.attribute("a", "age")).isEqualTo("30");
        assertThat(client.verdict()).isEqualTo("applied");
    }

    @Test
    void comparesTheWholeProfileWhenTheSwitchSaysSo() throws IOException {
        client.close();
        client = SandboxClient.start(CustomerIoSandbox.builder()
                .workspace(WorkspaceSettings.builder()
                        .staleness(Staleness.PER_PROFILE)
                        .build()));
        identify(200, "{'plan':'pro'}");
        identify(100, "{'age':30}");

        assertThat(client.attribute("a", "age")).isNull();
        assertThat(client.verdict()).isEqualTo("skipped-stale");
    }

    @Test
    void doesNotBringBackARemovedAttributeWithAnOlderValue() throws IOException {
        identify(100, "{'plan':'pro'}");
        identify(300, "{'plan':null}");
        identify(200, "{'plan':'free'}");

        assertThat(client.attribute("a", "plan")).isNull();
    }

    @Test
    void takesTheV1SpellingOfTheTime() throws IOException {
        client.put("a", "{'_timestamp':200,'plan':'pro'}");
        client.put("a", "{'_timestamp':100,'plan':'free'}");

        assertThat(client.attribute("a", "plan")).isEqualTo("pro");
        assertThat(client.attribute("a", "_timestamp")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'2026-03-15T00:00:00Z'", "true", "null", "{}"})
    void readsATimestampThatIsNoNumberAsNow(String timestamp) throws IOException {
        client.entity("{'type':'person','action':'identify','identifiers':{'id':'a'},'timestamp':" + timestamp
                + ",'attributes':{'plan':'pro'}}");

        assertThat(time("plan")).isEqualTo(NOW);
    }

    @Test
    void believesMillisecondsSoThatLaterWritesAreLost() throws IOException {
        identify(NOW * 1000, "{'plan':'pro'}");
        client.put("a", "{'plan':'free'}");

        assertThat(client.attribute("a", "plan")).isEqualTo("pro");
        assertThat(client.verdict()).isEqualTo("skipped-stale");
    }

    @Test
    void changesOneTopicByItsDottedNameAndReplacesAllByTheObject() throws IOException {
        client.put("a", "{'cio_subscription_preferences':{'topics':{'topic_1':true,'topic_2':true}}}");
        client.put("a", "{'cio_subscription_preferences.topics.topic_1':false}");
        assertThat(client.attribute("a", "cio_subscription_preferences"))
                .isEqualTo(SandboxClient.json("{'topics':{'topic_1':false,'topic_2':true}}"));

        client.put("a", "{'cio_subscription_preferences':{'topics':{'topic_3':true}}}");
        assertThat(client.attribute("a", "cio_subscription_preferences"))
                .isEqualTo(SandboxClient.json("{'topics':{'topic_3':true}}"));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "'\"TRUE\"',true", "1,true", "'\"1\"',true", "false,false", "'\"yes\"',false"})
    void readsUnsubscribedAsTheVendorDoes(String sent, boolean unsubscribed) throws IOException {
        client.put("a", "{'unsubscribed':" + sent + "}");

        assertThat(client.app("/v1/customers/a/attributes")
                        .at("/customer/unsubscribed")
                        .asBoolean())
                .isEqualTo(unsubscribed);
    }

    @Test
    void keepsGeneratedAttributesUntouched() throws IOException {
        client.put("a", "{'cio_id':'mine','_created_in_customerio_at':1}");

        assertThat(client.attribute("a", "cio_id")).isEqualTo("a3000001");
    }

    @Test
    void listsDevices() throws IOException {
        client.track(
                "PUT",
                "/api/v1/customers/a/devices",
                SandboxClient.json("{'device':{'id':'t1','platform':'ios','last_used':5}}"));
        client.entity(
                "{'type':'person','action':'add_device','identifiers':{'id':'a'},'device':{'token':'t2','platform':'android'}}");
        client.track("DELETE", "/api/v1/customers/a/devices/t1", "");

        JsonNode devices = client.app("/v1/customers/a/attributes").at("/customer/devices");
        assertThat(devices.findValuesAsText("id")).containsExactly("t2");
    }
}
