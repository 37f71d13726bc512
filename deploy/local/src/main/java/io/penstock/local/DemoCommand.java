package io.penstock.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.lakehouse.CommitPlayer;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.local.stack.StackException;
import io.penstock.local.story.ExampleStory;
import io.penstock.local.story.Http;
import io.penstock.local.story.Project;
import io.penstock.local.story.ReplayStory;
import io.penstock.local.story.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole house on this machine and tells what happens, then stops.",
            "",
            "Without options: the example project over tables the demo writes itself.",
            "With --lakehouse: your own Delta tables, copied, their commits played again one by one."
        },
        footer = {"", "Example: ./penstock demo --lakehouse ~/lake/main --project ~/my-project"})
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options;

    @Option(
            names = "--lakehouse",
            paramLabel = "DIR",
            description =
                    "Folder <schema>/<table> of Delta tables, served as catalog main. It is copied, never written.")
    private Path lakehouse;

    @Option(names = "--project", paramLabel = "DIR", description = "Project folder. Default: deploy/local/example.")
    private Path project;

    @Option(names = "--keep", description = "Leave everything running at the end, until Enter or ./penstock down.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        if (lakehouse != null && project == null) {
            throw new StackException("--lakehouse wants --project too: the folder with project.yaml for those tables");
        }
        Installation installation = Installation.fromSystemProperty();
        Screen screen = new Screen(System.out, System.console() != null);
        Path data = options.data(installation, "demo");
        Runs.empty(data);
        screen.heading("Penstock: Delta tables to Customer.io, on the right person, and engagement back into Delta");
        if (lakehouse == null) {
            example(installation, screen, data);
        } else {
            replay(installation, screen, data);
        }
        return 0;
    }

    private void example(Installation installation, Screen screen, Path data) throws Exception {
        House house = options.house(installation, data, Map.of());
        Files.createDirectories(house.lakehouse().resolve("main"));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        Path folder = project != null ? project : installation.home().resolve("deploy/local/example");
        house.ports().requireFree();
        house.prepare(screen::say);
        try (Stack stack = Stack.open(data)) {
            stack.start(house.phases().get(0), (name, needed) -> Runs.showReady(screen, name, needed));
            try (Sql sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN)) {
                ExampleStory story = new ExampleStory(house, screen, sql, chapter -> {});
                CompletableFuture<Void> writing = inBackground(story::writeLake);
                stack.start(house.phases().get(1), (name, needed) -> Runs.showReady(screen, name, needed));
                finish(writing);
                story.tell(apply(folder, house));
            }
            leave(screen, house, stack);
        }
    }

    private void replay(Installation installation, Screen screen, Path data) throws Exception {
        CommitPlayer player = CommitPlayer.prepare(lakehouse, data.resolve("main"));
        House house = options.house(installation, data, Map.of("main", player.copy()));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        house.ports().requireFree();
        house.prepare(screen::say);
        try (Stack stack = Stack.open(data)) {
            for (var phase : house.phases()) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            new ReplayStory(house, screen, player).tell(apply(project, house));
            leave(screen, house, stack);
        }
    }

    static JsonNode apply(Path folder, House house) throws InterruptedException {
        return Project.local(folder, house)
                .apply(new Http(Ports.url(house.ports().control())));
    }

    private void leave(Screen screen, House house, Stack stack) throws Exception {
        if (keep) {
            Runs.showDoors(screen, house, stack);
            Runs.untilKey(screen, stack);
        } else {
            screen.heading("Done");
            screen.say(
                    "everything stops now; --keep leaves it running, with a SQL prompt, topics and addresses to look at");
            screen.say("kept: tables, topics and logs in " + stack.data());
        }
    }

    /** Something that writes SQL. */
    private interface Writing {
        void write() throws SQLException;
    }

    private static CompletableFuture<Void> inBackground(Writing writing) {
        return CompletableFuture.runAsync(() -> {
            try {
                writing.write();
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void finish(CompletableFuture<Void> writing) throws Exception {
        try {
            writing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
