package io.penstock.webhook.lakehouse;

import io.penstock.schemas.config.ConnectionSpec;

/**
 * Where to write.
 *
 * @param connection of the warehouse
 * @param schema two-part name, as configured
 */
public record LandingPlace(ConnectionSpec.Databricks connection, String schema) {}
