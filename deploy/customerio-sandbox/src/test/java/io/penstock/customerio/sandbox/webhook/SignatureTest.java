package io.penstock.customerio.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The two public test vectors of reference 7.1. */
class SignatureTest {

    @Test
    void agreesWithThePublicVectorA() {
        String body = """
                {"data":{"action_id":42,"campaign_id":23,"content":"Welcome to the club, we are with you.","customer_id":"user-123","delivery_id":"RAECAAFwnUSneIa0ZXkmq8EdkAM==","headers":{"Custom-Header":["custom-value"]},"identifiers":{"id":"user-123"},"recipient":"test@example.com","subject":"Thanks for signing up"},"event_id":"01E2EMRMM6TZ12TF9WGZN0WJQT","metric":"sent","object_type":"email","timestamp":1692633432}""";

        assertThat(Signature.of(
                        "755781b5e03a973f3405a85474d5a032a60fd56fabaad66039b12eadd83955fa",
                        1_692_633_432L,
                        body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("c097b83a7d57a0810625180a61213eab7e0389a54b33dd11c3a6f17790c8427a");
    }

    @Test
    void agreesWithVectorBWhichHoldsACharacterBeyondAscii() {
        String body = """
                {"data":{"action_id":42,"campaign_id":23,"customer_id":"usr_8472","delivery_id":"dgTJlgEAAZLx_0_vector==","href":"https://example.com/upgrade?a=1&b=2","identifiers":{"cio_id":"a3000001","email":"ada@example.com","id":"usr_8472"},"link_id":7,"recipient":"ada@example.com","subject":"Upgrade → Pro"},"event_id":"01HZY3N7W2Q6V3Y0J5K8M4R1TC","metric":"clicked","object_type":"email","timestamp":1773532800}""";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThat(bytes).hasSize(404);
        assertThat(Signature.of("whsec_test_0123456789abcdef", 1_773_532_801L, bytes))
                .isEqualTo("7a517d2499f795d993babdc06ffe51f2ba016211681a4daf460ec11d1ce173ee");
    }
}
