package io.penstock.control.project;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.penstock.control.core.Problem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Times of day whose form the schema has checked already. */
final class Schedules {
    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private Schedules() {}

    /** Demands five cron fields that the scheduler understands. */
    static void cron(At at, Consumer<Problem> problems) {
        at.text().ifPresent(text -> {
            try {
                CRON.parse(text).validate();
            } catch (IllegalArgumentException e) {
                problems.accept(at.problem("expected five cron fields such as 30 6 * * MON-FRI, found text '"
                        + Wording.shorten(text) + "'"));
            }
        });
    }

    /** Demands a time zone that is known here. */
    static void zone(At at, Consumer<Problem> problems) {
        at.text().ifPresent(text -> {
            try {
                ZoneId.of(text);
            } catch (DateTimeException e) {
                problems.accept(at.problem(
                        "expected a time zone such as Europe/Prague, found text '" + Wording.shorten(text) + "'"));
            }
        });
    }
}
