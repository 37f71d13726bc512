package io.penstock.ingest.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the configuration is read and the change filter runs. A pipeline that fails does not make it unready. */
@Readiness
@ApplicationScoped
public class IngestReadiness implements HealthCheck {
    private final IngestService service;

    IngestReadiness(IngestService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ingest")
                .status(service.isConfigured() && service.isFiltering())
                .withData("configuration", service.isConfigured() ? "read" : "not read yet")
                .withData("change-filter", service.filterState())
                .build();
    }
}
