package io.penstock.databricks.sandbox.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
    private static final String ISSUER = "http://127.0.0.1:1234/oidc";

    private final TokenIssuer issuer = new TokenIssuer(ISSUER, NOW);

    @Test
    void issuesAJwtThatNamesItsIssuer() {
        String[] parts = issuer.issue("client").split("\\.");
        assertThat(parts).hasSize(3);
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains("\"iss\":\"" + ISSUER + "\"", "\"sub\":\"client\"");
    }

    @Test
    void recognisesItsOwnTokensOnly() {
        String token = issuer.issue("client");
        assertThat(issuer.client(token)).contains("client");
        assertThat(issuer.client(token + "x")).isEmpty();
        assertThat(issuer.client("")).isEmpty();
        assertThat(issuer.client(token.substring(0, token.indexOf('.')))).isEmpty();
        assertThat(new TokenIssuer(ISSUER, NOW).client(token)).isEmpty();
    }

    @Test
    void forgetsATokenAfterAnHour() {
        var clock = new Clock() {
            Instant now = NOW.instant();

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        TokenIssuer ageing = new TokenIssuer(ISSUER, clock);
        String token = ageing.issue("client");
        clock.now = clock.now.plus(Duration.ofMinutes(59));
        assertThat(ageing.client(token)).isPresent();
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(ageing.client(token)).isEmpty();
    }
}
