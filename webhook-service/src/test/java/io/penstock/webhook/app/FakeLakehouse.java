package io.penstock.webhook.app;

import io.penstock.webhook.core.FakeTable;
import io.penstock.webhook.core.LakehouseTable;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Tables in memory in the place of the warehouse. */
@Singleton
public class FakeLakehouse {
    final FakeTable events = new FakeTable();
    final FakeTable deliveries = new FakeTable();
    final FakeTable profiles = new FakeTable();
    final FakeTable decisions = new FakeTable();
    final FakeTable calls = new FakeTable();

    @Produces
    @Singleton
    @Identifier("events") LakehouseTable events() {
        return events;
    }

    @Produces
    @Singleton
    @Identifier("deliveries") LakehouseTable deliveries() {
        return deliveries;
    }

    @Produces
    @Singleton
    @Identifier("calls") LakehouseTable calls() {
        return calls;
    }

    @Produces
    @Singleton
    @Identifier("decisions") LakehouseTable decisions() {
        return decisions;
    }

    @Produces
    @Singleton
    @Identifier("profiles") LakehouseTable profiles() {
        return profiles;
    }
}
