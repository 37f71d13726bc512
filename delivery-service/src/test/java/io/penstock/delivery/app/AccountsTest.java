package io.penstock.delivery.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final URI STAND_IN = URI.create("http://127.0.0.1:18083");

    private final Map<String, ConnectionSpec.CustomerIo> connections = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>(Map.of("ONE", "site-a", "SAME", "site-a", "OTHER", "b"));
    private Instant now = Instant.EPOCH;
    private final Accounts accounts =
            new Accounts(name -> Optional.ofNullable(connections.get(name)), secrets::get, () -> now);

    @Test
    void connectionsWithTheSameSiteIdShareABudgetWhateverTheSecretIsCalled() {
        connect("prod", "ONE", null);
        connect("objects", "SAME", null);
        connect("other", "OTHER", null);
        connect("stand-in", "ONE", STAND_IN);
        assertThat(accounts.budgetOf("prod"))
                .isSameAs(accounts.budgetOf("objects"))
                .isNotSameAs(accounts.budgetOf("other"))
                .isNotSameAs(accounts.budgetOf("stand-in"));
    }

    @Test
    void aConnectionWhoseSiteIdCannotBeReadCountsAloneUntilItCan() {
        connect("prod", "ONE", null);
        connect("late", "LATE", null);
        assertThat(accounts.budgetOf("late"))
                .isNotSameAs(accounts.budgetOf("prod"))
                .isNotSameAs(accounts.budgetOf("unknown"));
        secrets.put("LATE", "site-a");
        now = now.plusSeconds(11);
        assertThat(accounts.budgetOf("late")).isSameAs(accounts.budgetOf("prod"));
    }

    private void connect(String name, String site, URI trackUrl) {
        String address = trackUrl == null ? "null" : "\"" + trackUrl + "\"";
        connections.put(
                name,
                Json.config()
                        .convertValue(Deliveries.json("""
                                        {"trackUrl":%s,"siteId":{"env":"%s"},"apiKey":{"env":"KEY"}}
                                        """.formatted(address, site)), ConnectionSpec.CustomerIo.class));
    }

    @Test
    void theOtherWireHasALimitOfItsOwn() {
        connect("track", "ONE", null);
        for (String name : new String[] {"pipelines", "again"}) {
            connections.put(
                    name,
                    Json.config()
                            .convertValue(
                                    Deliveries.json("{\"wire\":\"pipelines\",\"writeKey\":{\"env\":\"ONE\"}}"),
                                    ConnectionSpec.CustomerIo.class));
        }
        assertThat(accounts.budgetOf("pipelines"))
                .isSameAs(accounts.budgetOf("again"))
                .isNotSameAs(accounts.budgetOf("track"));
    }
}
