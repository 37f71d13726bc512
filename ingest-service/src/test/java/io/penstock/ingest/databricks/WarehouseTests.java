package io.penstock.ingest.databricks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The tests tagged {@code warehouse} as a program, for a module that has a warehouse running. Prints a summary; exits
 * with 0 only if at least one test ran and none failed or was skipped.
 */
public final class WarehouseTests {
    private WarehouseTests() {}

    public static void main(String[] args) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage(WarehouseTests.class.getPackageName()))
                                .filters(TagFilter.includeTags("warehouse"))
                                .build(),
                        listener);
        var summary = listener.getSummary();
        summary.printTo(new PrintWriter(System.out, true));
        summary.printFailuresTo(new PrintWriter(System.out, true), 20);
        boolean good = summary.getTestsSucceededCount() > 0
                && summary.getTestsSucceededCount() == summary.getTestsFoundCount();
        System.exit(good ? 0 : 1);
    }
}
