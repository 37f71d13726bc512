package io.penstock.transform.app;

import io.penstock.schemas.Category;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.kafka.RowTransform;
import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in for the script runtime: gives rows back as values, refuses those marked as poison, fails when told to. */
@Mock
@Singleton
public class FakeRowTransform implements RowTransform {
    private final AtomicInteger failures = new AtomicInteger();

    /** The next so many batches fail as if no script could be run. */
    void failNext(int batches) {
        failures.set(batches);
    }

    @Override
    public List<Shape> transform(Pipeline pipeline, List<Input> rows) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("no worker");
        }
        return rows.stream().map(FakeRowTransform::shape).toList();
    }

    private static Shape shape(Input row) {
        return row.json().contains("\"poison\":true")
                ? new Shape.Fault("script_threw", Category.SOURCE_DATA, "TypeError (3:14)")
                : new Shape.Values(row.json());
    }
}
