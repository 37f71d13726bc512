package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest {
    private static final String US = "https://track.customer.io/api/v2/batch";

    @ParameterizedTest
    @CsvSource({
        US + ",301,https://track-eu.customer.io/api/v2/batch",
        US + ",302,https://track-eu.customer.io/api/v2/batch",
        US + ",307,https://track-eu.customer.io/api/v2/batch",
        US + ",308,https://track-eu.customer.io/api/v2/batch",
        "https://cdp.customer.io/v1/batch,307,https://cdp-eu.customer.io/v1/batch",
        "http://127.0.0.1:8097/api/v2/batch,307,http://127.0.0.1:8098/api/v2/batch"
    })
    void isFollowedAmongTheVendorsHosts(String from, int status, String to) {
        assertThat(Redirect.target(URI.create(from), status, Optional.of(to))).contains(URI.create(to));
    }

    @ParameterizedTest
    @CsvSource({
        US + ",303,https://track-eu.customer.io/api/v2/batch",
        US + ",200,https://track-eu.customer.io/api/v2/batch",
        US + ",307,http://track-eu.customer.io/api/v2/batch",
        US + ",307,https://customer.io.evil.example/api/v2/batch",
        US + ",307,https://evilcustomer.io/api/v2/batch",
        US + ",307,https://evil.example/?customer.io",
        US + ",307,https://track.customer.io@evil.example/",
        US + ",307,https://me@track-eu.customer.io/",
        US + ",307,http://127.0.0.1:8080/",
        US + ",307,//169.254.169.254/latest",
        US + ",307,':not an address'",
        "https://proxy.example/api/v2/batch,307,https://track-eu.customer.io/api/v2/batch",
        "http://127.0.0.1:8097/api/v2/batch,307,https://evil.example/"
    })
    void leadsNowhereElse(String from, int status, String to) {
        assertThat(Redirect.target(URI.create(from), status, Optional.of(to))).isEmpty();
    }

    @Test
    void needsATarget() {
        assertThat(Redirect.target(URI.create(US), 307, Optional.empty())).isEmpty();
    }
}
