package io.penstock.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.IdentitySpec.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitySpecTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "unique"                      | 1 |      | 1
            7                             | 7 |      | 7
            {"count": 3, "per": "P30D"}   | 3 | P30D | {"count":3,"per":"PT720H"}
            """)
    void readsTheThreeFormsOfALimit(String json, int count, Duration per, String written)
            throws JsonProcessingException {
        Limit limit = Json.config().readValue(json, Limit.class);

        assertThat(limit).isEqualTo(new Limit(count, per));
        assertThat(Json.config().writeValueAsString(limit)).isEqualTo(written);
        assertThat(Json.config().readValue(written, Limit.class)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"many\"", "1.5", "{}", "{\"count\":3}", "{\"count\":3,\"per\":\"P1D\",\"each\":1}", "[1]"})
    void refusesOtherLimits(String json) {
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.config().readValue(json, Limit.class));
    }

    @ParameterizedTest
    @CsvSource({
        "customerio_id, STRONG, 1, TRIM",
        "cio_id, STRONG, 1, TRIM",
        "user_id, STRONG, 1, TRIM",
        "databricks_customer_id, STRONG, 1, TRIM",
        "crm_id, STRONG, 2, TRIM",
        "stripe_id, STRONG, 3, TRIM",
        "email, STRONG, 5, EMAIL",
        "phone, STRONG, 3, PHONE",
        "device_id, WEAK, 20, TRIM",
        "ga_client_id, WEAK, 50, TRIM",
        "anonymous_id, WEAK, 100, TRIM",
        "loyalty_card, STRONG, 1, TRIM"
    })
    void completesATypeByItsName(
            String name, IdentitySpec.Strength strength, int limit, IdentitySpec.Normalise normalise)
            throws JsonProcessingException {
        IdentitySpec.IdentifierType type = type(name, "{}");

        assertThat(type.strength()).isEqualTo(strength);
        assertThat(type.limit()).isEqualTo(new Limit(limit, null));
        assertThat(type.normalise()).isEqualTo(normalise);
        assertThat(type.atLimit()).isEqualTo(IdentitySpec.AtLimit.REJECT);
    }

    @Test
    void whatIsWrittenComesBeforeWhatTheNameMeans() throws JsonProcessingException {
        IdentitySpec.IdentifierType type =
                type("anonymous_id", "{\"class\":\"strong\",\"normalise\":\"lowercase\",\"atLimit\":\"evict_oldest\"}");

        assertThat(type.limit()).as("of a strong type").isEqualTo(new Limit(1, null));
        assertThat(type.normalise()).isEqualTo(IdentitySpec.Normalise.LOWERCASE);
        assertThat(type.atLimit()).isEqualTo(IdentitySpec.AtLimit.EVICT_OLDEST);
    }

    private static IdentitySpec.IdentifierType type(String name, String json) throws JsonProcessingException {
        return Json.config()
                .readValue("{\"types\":{\"" + name + "\":" + json + "}}", IdentitySpec.class)
                .types()
                .get(name);
    }
}
