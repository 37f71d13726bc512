package io.penstock.benchmarks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityReportTest {
    @Test
    void theDefaultRulesKeepPeopleApartThatLimitsAloneMix() {
        Map<String, RuleSets.RuleSet> sets = RuleSets.all();
        QualityReport.Row none = QualityReport.measure(sets.get("none"), 40_000, 5_000);
        QualityReport.Row limits = QualityReport.measure(sets.get("+ limits"), 40_000, 5_000);
        QualityReport.Row defaults = QualityReport.measure(sets.get("+ fan-out guard"), 40_000, 5_000);

        assertThat(limits.mixedPeople()).isLessThan(none.mixedPeople());
        assertThat(defaults.mixedPeople()).isLessThan(limits.mixedPeople());
        assertThat(defaults.largestPeople()).isLessThan(20);
    }
}
