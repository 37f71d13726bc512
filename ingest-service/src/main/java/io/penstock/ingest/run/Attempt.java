package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate;
import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.plan.Effect;
import io.penstock.ingest.core.plan.ReadPlan;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.InstantText;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.Position;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.CheckpointV1.Backfill;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One try of a run, at one state of the source: history, columns, contract, plan, rows, checkpoint. The order is the
 * safety: nothing is read before the contract is known to hold, and the checkpoint moves only with the last rows.
 *
 * <p>A run that was begun and did not end (the process died) is ended at the version it was begun at, however far the
 * table has gone: rows it handed over and that are gone since would never be missed otherwise.
 */
final class Attempt {
    private static final Logger LOG = Logger.getLogger(Attempt.class);

    private final PipelinePlan plan;
    private final RecordSource source;
    private final RunOutput output;
    private final RunContext context;
    private final From from;
    private final CheckpointV1 last;
    private Optional<CheckpointV1> committed;
    private Optional<String> lost;
    private Position position;
    private Whereabouts where;
    private Head head;
    private ReadPlan reads;

    /**
     * What it starts from.
     *
     * @param newest the newest state of the source
     * @param limit newest version a change feed may be read up to
     * @param lost why everything has to be read, or empty
     * @param anew whether not even the version at which a run was begun can be read any more
     */
    record From(
            Optional<CheckpointV1> last,
            ConfigChange change,
            Head newest,
            long limit,
            Optional<String> lost,
            boolean anew) {}

    Attempt(PipelinePlan plan, RecordSource source, RunOutput output, RunContext context, From from) {
        this.plan = plan;
        this.source = source;
        this.output = output;
        this.context = context;
        this.from = from;
        this.last = from.last().orElse(null);
        this.committed = from.last();
        this.head = from.newest();
    }

    RunResult run() throws SourceException {
        where = Whereabouts.find(plan, source, from);
        position = where.position();
        lost = where.lost();
        head = where.head();
        SourceSchema schema = remembering(source.schema(head));
        Verdict verdict = plan.gate().decide(baseline(), schema, where.until(head));
        SourceNames names = new SourceNames(verdict.bindings(), schema.types());
        SchemaNews news = new SchemaNews(plan, context, head);
        if (verdict.stop().isPresent()) {
            return stop(verdict, news, names);
        }
        news.add(verdict.changes(), proposals(verdict, names));
        return read(schema, verdict, names, news);
    }

    /**
     * Adds what the last checkpoint knew of columns that are still the same: the catalog tells ids and nullability of
     * the newest version only, and a feed is read up to older ones.
     */
    private SourceSchema remembering(SourceSchema found) {
        boolean told =
                found.columns().values().stream().anyMatch(column -> column.id() != null || column.nullable() != null);
        if (told || last == null || last.columns() == null) {
            return found;
        }
        History between = where.until(head);
        boolean same = between.complete()
                && between.commits().stream().map(Effect::of).noneMatch(Effect::changesColumns)
                && found.typeTexts().equals(last.columns());
        return same ? Checkpoints.schema(last) : found;
    }

    /**
     * What to try next after the source refused a range.
     *
     * @throws SourceException the refusal itself, if nothing else can be tried
     */
    From afterRefusal(SourceException refusal) throws SourceException {
        boolean everything = reads != null && reads.everything();
        boolean nothingLeft = head.equals(from.newest()) && (everything || reads == null);
        if (!PipelineRun.isRebaseline(refusal) || nothingLeft) {
            throw refusal;
        }
        boolean answered =
                committed.map(c -> c.configVersion() == plan.configVersion()).orElse(false);
        ConfigChange change = answered ? ConfigChange.NONE : from.change();
        long newest = from.newest().version();
        long since = committed.map(c -> c.position().tableVersion()).orElse(-1L);
        boolean feed =
                reads != null && !reads.ranges().isEmpty() && reads.ranges().getFirst() instanceof ReadRange.Changes;
        if (feed && head.version() > since + 1) {
            long half = since + (head.version() - since) / 2;
            return new From(committed, change, from.newest(), half, from.lost(), from.anew());
        }
        return new From(
                committed,
                change,
                from.newest(),
                newest,
                Optional.of(refusal.getMessage()),
                everything || reads == null);
    }

    private Optional<SchemaGate.Baseline> baseline() {
        return isDescribed()
                ? Optional.of(new SchemaGate.Baseline(
                        Checkpoints.schema(last),
                        last.bindings() == null ? Map.of() : last.bindings(),
                        from.change().redefined(),
                        from.change().newVersion(),
                        last.held() == null ? Set.of() : Set.copyOf(last.held()),
                        last.noNulls() == null ? Set.of() : Set.copyOf(last.noNulls())))
                : Optional.empty();
    }

    /** Whether the checkpoint speaks of the columns of this source. */
    private boolean isDescribed() {
        return last != null
                && last.columns() != null
                && last.position().source().equals(plan.sourceName());
    }

    private Map<String, String> proposals(Verdict verdict, SourceNames names) {
        if (!isDescribed() || verdict.missing().isEmpty()) {
            return Map.of();
        }
        List<String> key = plan.spec().source().key().stream()
                .flatMap(name -> names.find(name).stream())
                .toList();
        return Proposals.of(source, position.tableVersion(), head, key, verdict.missing());
    }

    private RunResult stop(Verdict verdict, SchemaNews news, SourceNames names) {
        Announced announced = context.announced();
        if (announced.isNews(verdict.changes())) {
            announced.proposals().putAll(proposals(verdict, names));
            news.add(verdict.changes(), announced.proposals());
            output.commit(new RunOutput.Chunk(List.of(), List.of(), news.wire(), List.of(), null));
            announced.remember(verdict.changes());
            news.tell();
        }
        StringBuilder detail = new StringBuilder(verdict.stop().get().detail());
        announced.proposals().values().forEach(proposal -> detail.append("; ").append(proposal));
        RunResult.Stopped result =
                new RunResult.Stopped(detail.toString(), verdict.stop().get().quarantine());
        announced.stopped(from.newest(), plan.configVersion(), result);
        return result;
    }

    private RunResult read(SourceSchema schema, Verdict verdict, SourceNames names, SchemaNews news)
            throws SourceException {
        ReadPlan.Columns columns = columns(names);
        boolean whole = position.isStart() || lost.isPresent();
        boolean again = !whole && new Rereading(plan, last, from.change()).isDue(schema, verdict);
        Backfill backfill = whole || last == null ? null : last.backfill();
        if (again && plan.mode() != ReadMode.SNAPSHOT) {
            if (head.isPinned()) {
                backfill = new Backfill(pages(columns), 0);
            } else {
                position = Position.START;
            }
        }
        ReadPlan.Given given = given(columns, null);
        if (from.change().rekeyed() || (whole && (!isDescribed() || !given.seesDeletes()))) {
            int pages = pages(columns);
            if (from.change().rekeyed() || pages > 1) {
                return prepare(schema, verdict, news, columns, new Backfill(pages, 0));
            }
        }
        Page page = page(backfill, columns);
        reads = ReadPlan.of(given(columns, page));
        announce();
        RunReads run = new RunReads(
                plan,
                source,
                output,
                context,
                news,
                new RunReads.Given(
                        reads,
                        from,
                        head,
                        where.until(from.newest()),
                        lost.isPresent() || reads.everything() ? null : position.watermark(),
                        schema,
                        verdict,
                        names,
                        columns,
                        backfill,
                        page,
                        again),
                this::remember);
        try {
            return run.execute();
        } finally {
            if (page != null) {
                context.turn().leave();
            }
        }
    }

    private void remember(CheckpointV1 checkpoint) {
        committed = Optional.of(checkpoint);
        context.committed().accept(checkpoint);
    }

    private ReadPlan.Columns columns(SourceNames names) throws SourceException {
        List<String> key = plan.spec().source().key();
        String watermark = null;
        SparkType type = null;
        if (plan.mode() == ReadMode.WATERMARK) {
            watermark = names.require(plan.spec().source().change().column(), "watermark");
            type = names.types().get(watermark);
            if (!InstantText.isInstant(type)) {
                throw new SourceException(
                        Fault.UNSUPPORTED,
                        "watermark column " + watermark + " must be DATE, TIMESTAMP or TIMESTAMP_NTZ");
            }
        }
        Map<String, String> then = last == null || last.bindings() == null ? Map.of() : last.bindings();
        return new ReadPlan.Columns(
                names.requireAll(key, "key"),
                key.stream().map(name -> then.getOrDefault(name, name)).toList(),
                watermark,
                type,
                plan.spec().source().change().lookback());
    }

    private ReadPlan.Given given(ReadPlan.Columns columns, Page page) {
        return new ReadPlan.Given(
                plan.mode(), position, head, where.until(head), lost, page, plan.comparesDeletes(), columns);
    }

    private int pages(ReadPlan.Columns columns) throws SourceException {
        if (!head.isPinned()
                || plan.mode() == ReadMode.SNAPSHOT
                || columns.key().isEmpty()) {
            return 1;
        }
        long rows = source.rows(head);
        return rows <= context.pageRows() ? 1 : Math.toIntExact((rows + context.pageRows() - 1) / context.pageRows());
    }

    private Page page(Backfill backfill, ReadPlan.Columns columns) {
        boolean due = backfill != null
                && plan.mode() != ReadMode.SNAPSHOT
                && head.isPinned()
                && head.version() == from.newest().version()
                && (backfill.pages() == 1 || context.turn().isMine());
        return due ? new Page(backfill.next(), backfill.pages(), columns.key()) : null;
    }

    /** Notes where live changes are read from and that everything is still to be read, before any row is. */
    private RunResult prepare(
            SourceSchema schema, Verdict verdict, SchemaNews news, ReadPlan.Columns columns, Backfill backfill)
            throws SourceException {
        Instant watermark = null;
        if (plan.mode() == ReadMode.WATERMARK && head.isPinned()) {
            watermark = source.newest(new ReadRange.ByWatermark(
                            columns.watermark(), columns.watermarkType(), null, head, columns.key(), null))
                    .orElse(null);
        }
        PositionV1 start = new PositionV1(plan.sourceName(), head.version(), -1, watermark);
        CheckpointV1 checkpoint = new Checkpoints(plan, schema, verdict, context.clock())
                .at(start, last == null ? 0 : last.runs(), 0, List.of(), backfill, 0, -1);
        List<ReadV1> marks = from.change().rekeyed()
                ? List.of(Marks.forget(plan.workspace(), plan.name(), plan.configVersion(), start, asOf()))
                : List.of();
        output.commit(new RunOutput.Chunk(List.of(), List.of(), news.wire(), marks, checkpoint));
        remember(checkpoint);
        context.announced().clear();
        news.tell();
        return new RunResult.Completed(checkpoint, 0, 0, lost.orElse(null), true);
    }

    private Instant asOf() {
        return head.committedAt() == null ? context.clock().instant() : head.committedAt();
    }

    private void announce() {
        if (reads.rebaseline() != null) {
            LOG.warnf(
                    "pipeline %s@%d reads everything again: %s", plan.name(), plan.configVersion(), reads.rebaseline());
            context.listener().rebaselined(plan.name());
        }
    }
}
