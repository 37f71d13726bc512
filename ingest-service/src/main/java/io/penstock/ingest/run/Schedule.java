package io.penstock.ingest.run;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.penstock.ingest.run.PipelinePlan.InvalidPipelineException;
import io.penstock.schemas.config.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/** When a pipeline is read. */
sealed interface Schedule {
    /** The next time after a moment; never that moment itself. */
    Instant next(Instant after);

    /** When to read again after a read that did not fail; never before it ended. */
    default Instant next(Instant began, Instant ended) {
        return next(ended);
    }

    /** Whether the first run of a process waits for its time, counted from the last checkpoint. */
    boolean keepsTime();

    /** So long after each read. */
    record Every(Duration pause) implements Schedule {
        @Override
        public Instant next(Instant after) {
            return after.plus(pause);
        }

        @Override
        public boolean keepsTime() {
            return false;
        }
    }

    /** So long after the beginning of each read, or at once if it took longer. */
    record Live(Duration period) implements Schedule {
        @Override
        public Instant next(Instant after) {
            return after.plus(period);
        }

        @Override
        public Instant next(Instant began, Instant ended) {
            Instant due = next(began);
            return due.isBefore(ended) ? ended : due;
        }

        @Override
        public boolean keepsTime() {
            return false;
        }
    }

    /**
     * At certain times of a zone's clock. A time that the clock skips in spring is taken as the first moment after the
     * gap; one that it shows twice in autumn counts once.
     */
    record Cron(ExecutionTime times, ZoneId zone) implements Schedule {
        @Override
        public Instant next(Instant after) {
            Instant next = times.nextExecution(after.atZone(zone))
                    .orElseThrow(() -> new InvalidPipelineException("change.cron never comes due"))
                    .toInstant();
            ZoneOffsetTransition change = zone.getRules().nextTransition(after);
            return change != null && change.isGap() && change.getInstant().isBefore(next) && isSkipped(change)
                    ? change.getInstant()
                    : next;
        }

        /** Whether a due time lies in the hour that the zone's clock leaves out. */
        private boolean isSkipped(ZoneOffsetTransition gap) {
            ZonedDateTime start = gap.getDateTimeBefore().atZone(ZoneOffset.UTC);
            ZonedDateTime end = gap.getDateTimeAfter().atZone(ZoneOffset.UTC);
            return times.nextExecution(start.minusSeconds(1))
                    .filter(end::isAfter)
                    .isPresent();
        }

        @Override
        public boolean keepsTime() {
            return true;
        }
    }

    /** A pipeline's. @throws InvalidPipelineException if its cron text is none */
    static Schedule of(PipelineSpec.Change change) {
        if (change.cron() == null) {
            return change.live() ? new Live(change.every()) : new Every(change.every());
        }
        try {
            var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
            return new Cron(ExecutionTime.forCron(parser.parse(change.cron())), change.zone());
        } catch (IllegalArgumentException e) {
            throw new InvalidPipelineException("change.cron is not five cron fields: " + change.cron());
        }
    }
}
