package io.penstock.identity.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.RulesPreview;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.streams.IdentityLog;
import io.penstock.identity.streams.IdentitySpecs;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.kafka.ConfigFollower;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * {@code penstock identity-plan}: folds the log of a workspace offline under the rules in force and under those of a
 * file, and says who would be somebody else. Changes nothing.
 *
 * <p>The fold has all evidence although some records go past the log: each two of their identifiers were in one entry
 * of the log that settled them, so they add nothing to who goes with whom. Only deleted history is missing, and the
 * answer says how far back the log goes. Commands count under both rules.
 */
public final class IdentityPlan {
    private static final int DIFFERENT = 2;
    private static final int FAILED = 1;
    private static final int EXAMPLES = 10;
    private static final long PROGRESS_EVERY = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final PrintStream out;
    private final PrintStream err;

    IdentityPlan(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        Logger.getLogger("org.apache.kafka").setLevel(Level.WARNING);
        System.exit(new IdentityPlan(System.out, System.err).run(args));
    }

    /** @return 0 no difference, 2 some, 1 error */
    int run(String... args) {
        try {
            PlanOptions options = PlanOptions.read(args);
            if (options.help()) {
                out.print(PlanOptions.HELP);
                return 0;
            }
            PlanReport report = plan(options);
            PlanReport shown = options.reveal() ? report : report.masked();
            out.print(options.json() ? json(shown) : shown.text());
            return report.difference().isNone() ? 0 : DIFFERENT;
        } catch (PlanFailedException e) {
            err.println("penstock: " + e.getMessage());
            return FAILED;
        } catch (KafkaException e) {
            err.println("penstock: no broker answers, or it has no identity log yet; name one with --bootstrap");
            return FAILED;
        }
    }

    private PlanReport plan(PlanOptions options) {
        IdentityFile file = IdentityFile.read(options.rules());
        String workspace = Optional.ofNullable(options.workspace())
                .or(() -> Optional.ofNullable(file.name()))
                .orElseThrow(() -> new PlanFailedException("say which workspace: --workspace NAME"));
        Map<String, Object> broker =
                Map.of("bootstrap.servers", options.bootstrap().orElseGet(IdentityPlan::stack));
        ProfileIds ids =
                new ProfileIds(System.getenv().getOrDefault("IDENTITY_ID_SECRET", IdentitySettings.DEVELOPMENT_SECRET));
        RulesPreview preview = new RulesPreview(ids, workspace, present(broker, workspace), file.rules(), EXAMPLES);
        long[] told = {0};
        IdentityLog.Held held = IdentityLog.read(broker, workspace, preview::take, offset -> {
            if (offset - told[0] >= PROGRESS_EVERY) {
                told[0] = offset;
                err.println("at offset " + offset);
            }
        });
        if (held.entries() == 0) {
            throw new PlanFailedException("the identity log has no entry of workspace " + workspace);
        }
        return new PlanReport(workspace, held, preview.difference());
    }

    private static Rules present(Map<String, Object> broker, String workspace) {
        RulesBoard board = new RulesBoard();
        try (ConfigFollower follower = ConfigFollower.start(broker)) {
            follower.onChange(board::take);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!follower.isCaughtUp()) {
                if (System.nanoTime() > deadline) {
                    throw new PlanFailedException("no broker answers at " + broker.get("bootstrap.servers"));
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        return board.latest(workspace)
                .map(ConfigV1::spec)
                .map(IdentitySpecs::rules)
                .orElseGet(Rules::defaults);
    }

    private static String stack() {
        Path data = Path.of(System.getProperty("penstock.home", ""), "data");
        return Stream.of("up", "demo", "telco")
                .map(folder -> data.resolve(folder).resolve("stack.json"))
                .filter(Files::isRegularFile)
                .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                .flatMap(IdentityPlan::broker)
                .orElse("localhost:9092");
    }

    private static Optional<String> broker(Path stack) {
        try {
            for (JsonNode service :
                    Json.config().readTree(Files.readString(stack)).path("services")) {
                if (service.path("name").asText().equals("kafka-broker")) {
                    return Optional.of(service.path("url").asText());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new PlanFailedException("cannot read the stack file " + stack);
        }
    }

    private static String json(PlanReport report) {
        try {
            return Json.wire().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can be written", e);
        }
    }
}
