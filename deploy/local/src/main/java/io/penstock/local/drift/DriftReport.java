package io.penstock.local.drift;

import io.penstock.local.story.Screen;
import java.util.ArrayList;
import java.util.List;

/** What came of all histories, for a person. */
public final class DriftReport {
    private DriftReport() {}

    /** Shows a line per history and every difference. @return whether all passed */
    public static boolean show(Screen screen, List<Verdict> verdicts) {
        screen.heading("The drift suite");
        verdicts.forEach(verdict -> screen.say("%-6s  %-42s %s"
                .formatted(
                        verdict.passed() ? "passed" : "FAILED",
                        verdict.history().name(),
                        verdict.history().title())));
        verdicts.stream().filter(verdict -> !verdict.passed()).forEach(verdict -> {
            screen.point(verdict.history().name() + ": " + verdict.history().title());
            faults(verdict).forEach(fault -> screen.say("   " + fault));
        });
        long passed = verdicts.stream().filter(Verdict::passed).count();
        screen.say("");
        screen.say("%d histories: %d passed, %d failed; wrong values: %d; silent losses: %d"
                .formatted(
                        verdicts.size(),
                        passed,
                        verdicts.size() - passed,
                        verdicts.stream()
                                .mapToInt(verdict -> verdict.wrongValues().size())
                                .sum(),
                        verdicts.stream()
                                .mapToInt(verdict -> verdict.silentLosses().size())
                                .sum()));
        return passed == verdicts.size();
    }

    /** Everything that is wrong with one history, a line each. */
    public static List<String> faults(Verdict verdict) {
        List<String> faults = new ArrayList<>();
        if (verdict.broken() != null) {
            faults.add("could not be played: " + verdict.broken());
        }
        verdict.wrongValues().forEach(fault -> faults.add("WRONG VALUE  " + fault));
        verdict.silentLosses().forEach(fault -> faults.add("SILENT LOSS  " + fault));
        faults.addAll(verdict.differences());
        return faults;
    }
}
