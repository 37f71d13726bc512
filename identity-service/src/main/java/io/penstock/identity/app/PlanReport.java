package io.penstock.identity.app;

import io.penstock.identity.core.RulesPreview.Difference;
import io.penstock.identity.core.RulesPreview.Example;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.streams.IdentityLog;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What other rules would change.
 *
 * @param log what of the workspace's history the fold could see
 */
record PlanReport(String workspace, IdentityLog.Held log, Difference difference) {
    /** With the first character of each value only. */
    PlanReport masked() {
        return new PlanReport(
                workspace,
                log,
                new Difference(
                        difference.profilesNow(),
                        difference.profilesThen(),
                        difference.merging(),
                        difference.splitting(),
                        difference.moving(),
                        difference.unused(),
                        difference.added(),
                        masked(difference.merges()),
                        masked(difference.splits())));
    }

    private static List<Example> masked(List<Example> examples) {
        return examples.stream()
                .map(example -> new Example(
                        example.profileId(),
                        example.others(),
                        example.identifiers(),
                        example.some().stream().map(PlanReport::masked).toList()))
                .toList();
    }

    private static Identifier masked(Identifier identifier) {
        String value = identifier.value();
        return new Identifier(identifier.type(), value.substring(0, value.offsetByCodePoints(0, 1)) + "***");
    }

    String text() {
        StringBuilder text = new StringBuilder("workspace %s: %d entries, the log holds offsets %d to %d%s%n"
                .formatted(
                        workspace,
                        log.entries(),
                        log.firstOffset(),
                        log.end(),
                        log.firstAt() == null ? "" : ", since " + log.firstAt()));
        if (log.firstOffset() > 0) {
            text.append("older entries were deleted: what only they said is not in this plan\n");
        }
        if (log.unreadable() > 0) {
            text.append("%d entries were unreadable and passed over%n".formatted(log.unreadable()));
        }
        text.append("people       %d now, %d then%n".formatted(difference.profilesNow(), difference.profilesThen()));
        text.append("merge        %d%n".formatted(difference.merging()));
        examples(text, difference.merges(), "of");
        text.append("split        %d%n".formatted(difference.splitting()));
        examples(text, difference.splits(), "into");
        text.append("identifiers  %d would move, %d name nobody any more, %d newly name somebody%n"
                .formatted(difference.moving(), difference.unused(), difference.added()));
        return text.append(difference.isNone() ? "no difference\n" : "").toString();
    }

    private static void examples(StringBuilder text, List<Example> examples, String word) {
        for (Example example : examples) {
            text.append("  %s (%d identifiers: %s) %s %s%n"
                    .formatted(
                            example.profileId(),
                            example.identifiers(),
                            example.some().stream()
                                    .map(one -> one.type() + ":" + one.value())
                                    .collect(Collectors.joining(", ")),
                            word,
                            String.join(", ", example.others())));
        }
    }
}
