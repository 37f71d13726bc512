package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityHandoverV1.Carried;
import io.penstock.schemas.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTraitsTest {
    private static final IdentifierV1 ADA = new IdentifierV1("email", "ada@example.com");

    @Test
    void everyScalarOfARowIsTheValueThatATreeOfItWouldHave() throws Exception {
        String row = "{\"a\":\"x\\n\",\"b\":true,\"c\":false,\"d\":-7,\"e\":9007199254740993,"
                + "\"f\":123456789012345678901234567890,\"g\":0.10,\"h\":1E-7,\"i\":null,\"j\":{\"k\":1},\"l\":[2],\"m\":\"\"}";
        RawRecord record = RawRecord.read("records", ("{\"identifiers\":[],\"row\":" + row + "}").getBytes());
        JsonNode tree = Json.wire().readTree(row);

        List<Carried> traits = RowTraits.of(record, ADA, 1);

        assertThat(traits).extracting(Carried::name).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "m");
        assertThat(traits).allSatisfy(one -> assertThat(one.value()).isEqualTo(tree.get(one.name())));
        assertThat(traits).allSatisfy(one -> assertThat(one.by()).isEqualTo("email:ada@example.com"));
    }
}
