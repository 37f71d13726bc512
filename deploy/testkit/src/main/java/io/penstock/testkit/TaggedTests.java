package io.penstock.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The tests of a package that have a tag, as a program, for a module that has running what they need. Prints a summary;
 * exits with 0 only if at least one test ran and none failed or was skipped.
 */
public final class TaggedTests {
    private TaggedTests() {}

    /** @param arguments name of the package, then the tag */
    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage(arguments[0]))
                                .filters(TagFilter.includeTags(arguments[1]))
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
