package io.penstock.ingest.databricks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests that need a warehouse; skipped where none is named. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("warehouse")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
        value = "io.penstock.ingest.databricks.WarehouseUnderTest#isConfigured",
        disabledReason = WarehouseUnderTest.NOT_CONFIGURED)
@interface OnAWarehouse {}
