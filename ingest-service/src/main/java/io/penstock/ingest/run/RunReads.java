package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate.Verdict;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.filter.RunName;
import io.penstock.ingest.core.plan.ReadPlan;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.rows.RowShaper;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.CheckpointV1.Backfill;
import io.penstock.schemas.PositionV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the ranges of a plan and ends with its checkpoint. One run, one thread. */
final class RunReads implements ChunkWriter.Progress {
    private final PipelinePlan plan;
    private final RecordSource source;
    private final RunOutput output;
    private final RunContext context;
    private final SchemaNews news;
    private final Given given;
    private final Consumer<CheckpointV1> remember;
    private final CheckpointV1 last;
    private final Checkpoints checkpoints;
    private final RunName name;
    private final EmptiedColumns emptied;
    private final RunEnd end;
    private final List<RowShaper> shapers = new ArrayList<>();
    private ChunkWriter chunks;
    private RowWriter writer;
    private FeedCommits feed;
    private boolean begun;
    private long moved;

    /**
     * What is read.
     *
     * @param since commits after the last position up to the newest version
     * @param watermark the last run's, or null
     * @param schema columns at the head
     * @param backfill pages left before this run, or null
     * @param page the one it reads, or null
     * @param again whether the back-fill begins with this run
     */
    record Given(
            ReadPlan plan,
            Attempt.From from,
            Head head,
            History since,
            Instant watermark,
            SourceSchema schema,
            Verdict verdict,
            SourceNames names,
            ReadPlan.Columns columns,
            Backfill backfill,
            Page page,
            boolean again) {}

    RunReads(
            PipelinePlan plan,
            RecordSource source,
            RunOutput output,
            RunContext context,
            SchemaNews news,
            Given given,
            Consumer<CheckpointV1> remember) {
        this.plan = plan;
        this.source = source;
        this.output = output;
        this.context = context;
        this.news = news;
        this.given = given;
        this.remember = remember;
        this.last = given.from().last().orElse(null);
        this.checkpoints = new Checkpoints(plan, given.schema(), given.verdict(), context.clock());
        this.emptied = new EmptiedColumns(plan, source, context, news, given);
        this.moved = last == null ? -1 : last.position().tableVersion();
        this.name = RunNames.of(plan, given, moved, context.clock());
        this.end = new RunEnd(plan, source, context, given, checkpoints, name, last);
    }

    RunResult execute() throws SourceException {
        while (true) {
            try {
                begin();
                return ranges();
            } catch (EmptiedColumns.HeldBack e) {
                emptied.again(); // without the columns that are held now
            } catch (EmptiedColumns.NullStop stop) {
                output.commit(new RunOutput.Chunk(List.of(), List.of(), news.wire(), List.of(), null));
                news.tell();
                context.announced().stopped(given.from().newest(), plan.configVersion(), stop.result());
                return stop.result();
            }
        }
    }

    private RunResult ranges() throws SourceException {
        try {
            for (ReadRange range : given.plan().ranges()) {
                range(range);
            }
            check();
        } finally {
            chunks.settle(); // also after a refusal: what is tried next depends on what is written
        }
        return end();
    }

    private void begin() {
        chunks = new ChunkWriter(output, context.limits(), context.memory(), this);
        Instant at = given.head().committedAt() == null
                ? context.clock().instant()
                : given.head().committedAt();
        writer = new RowWriter(plan, chunks, context, new RowWriter.Start(name, given.head(), given.watermark(), at));
        shapers.clear();
        feed = null;
        context.reading().run();
    }

    private void range(ReadRange range) throws SourceException {
        if (!(range instanceof ReadRange.Changes changes)) {
            source.read(range, writer.rows(shaper(given.names())));
            return;
        }
        SourceSchema columns = source.schema(changes);
        Map<String, String> bindings =
                new FeedColumns(given.schema(), newestSchema(), laterThan(changes.head()), columns).bind(feedNames());
        SourceNames names = new SourceNames(bindings, columns.types());
        List<String> key = names.requireAll(plan.spec().source().key(), "key");
        feed = new FeedCommits();
        source.read(new ReadRange.Changes(changes.from(), changes.head(), key), writer.feed(shaper(names), feed));
        feed.end();
        if (given.plan().ranges().size() > 1) {
            chunks.flush(true);
        }
        feed = null;
    }

    /** Every name that is read from the head, so that the feed is asked for all of them. */
    private Map<String, String> feedNames() {
        Map<String, String> names = new LinkedHashMap<>();
        if (!plan.contract().passesEverything()) {
            names.putAll(given.verdict().bindings());
        }
        plan.spec()
                .source()
                .key()
                .forEach(key -> given.names().find(key).ifPresent(source -> names.putIfAbsent(key, source)));
        if (plan.spec().identity() != null) {
            plan.spec()
                    .identity()
                    .given()
                    .values()
                    .forEach(column ->
                            given.names().find(column).ifPresent(source -> names.putIfAbsent(column, source)));
        }
        return names;
    }

    private SourceSchema newestSchema() throws SourceException {
        Head newest = given.from().newest();
        return newest.equals(given.head()) ? given.schema() : source.schema(newest);
    }

    private History laterThan(Head head) {
        return new History(
                given.since().commits().stream()
                        .filter(commit -> commit.version() > head.version())
                        .toList(),
                given.since().complete());
    }

    private RowShaper shaper(SourceNames names) throws SourceException {
        Map<String, String> bindings = plan.contract().passesEverything() ? Map.of() : names.bindings();
        Shape shape = Shape.of(plan.contract(), names.types(), bindings, emptied.held());
        RowShaper.Watermark watermark = given.columns().watermark() == null
                ? null
                : new RowShaper.Watermark(
                        plan.spec().source().change().column(),
                        given.columns().watermark(),
                        given.columns().watermarkType());
        RowShaper shaper = new RowShaper(
                shape,
                given.verdict().noNulls(),
                names.requireAll(plan.spec().source().key(), "key"),
                names.identifiers(plan),
                watermark);
        shapers.add(shaper);
        return shaper;
    }

    /** Before anything of the run is written: a column that had values and has none in any row any more. */
    @Override
    public void check() throws SourceException {
        emptied.check(writer.present(), valued());
    }

    @Override
    public Optional<ChunkWriter.Interim> interim() {
        if (feed != null) {
            if (feed.complete() <= moved) {
                return Optional.empty();
            }
            moved = feed.complete();
            PositionV1 position = new PositionV1(plan.sourceName(), moved, -1, null);
            return Optional.of(new ChunkWriter.Interim(
                    checkpoints.at(
                            position,
                            last.runs(),
                            writer.read(),
                            emptied.valuedSoFar(valued()),
                            given.backfill(),
                            end.quarantinedBefore() + writer.quarantined(),
                            last.wholeRows()),
                    news.wire(),
                    true));
        }
        boolean worth = given.head().isPinned() && given.head().version() != moved && !begun;
        begun = true;
        return worth
                ? Optional.of(new ChunkWriter.Interim(
                        Checkpoints.begun(plan, last, given.head().version(), context.clock()), List.of(), false))
                : Optional.empty();
    }

    @Override
    public void committed(RunOutput.Chunk chunk) {
        if (!chunk.schemaChanges().isEmpty()) {
            news.tell();
        }
        if (chunk.checkpoint() != null) {
            remember.accept(chunk.checkpoint());
        }
    }

    private RunResult end() throws SourceException {
        RunEnd.Ending ending = end.of(writer, emptied.valuedSoFar(valued()));
        chunks.finish(news.wire(), ending.marks(), ending.checkpoint());
        writer.tell();
        context.announced().clear();
        return ending.result();
    }

    private Set<String> valued() {
        Set<String> valued = new LinkedHashSet<>();
        shapers.forEach(shaper -> valued.addAll(shaper.valued()));
        return valued;
    }
}
