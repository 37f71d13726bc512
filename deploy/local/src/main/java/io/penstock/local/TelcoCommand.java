package io.penstock.local;

import io.penstock.local.lakehouse.CommitPlayer;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.CustomerIo;
import io.penstock.local.story.ReplayStory;
import io.penstock.local.story.Screen;
import io.penstock.local.telco.TelcoCheck;
import io.penstock.local.telco.TelcoOracle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check-telco",
        mixinStandardHelpOptions = true,
        description = {
            "Plays a lakehouse of the telco layout through the whole house and compares every call that arrived with an oracle",
            "that reads all versions of the tables with plain Spark SQL. Exit code 3 if they differ.",
            "",
            "Layout: ml_outputs/upgrade_scores (customer_id, upgrade_score or upgrade_likelihood_score, account_tier, feature_summary,",
            "features, probability, model_version, scored_at, confidence_interval later) and crm/contacts (customer_id, email,",
            "customerio_id, stripe_customer_id, updated_at)."
        },
        footer = {"", "Example: ./penstock check-telco --lakehouse ~/lake/telco"})
final class TelcoCommand implements Callable<Integer> {
    private static final int DIFFERENCES = 3;

    @Mixin
    private StackOptions options;

    @Option(
            names = "--lakehouse",
            required = true,
            paramLabel = "DIR",
            description = "Folder <schema>/<table>; copied, never written.")
    private Path lakehouse;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        Screen screen = new Screen(System.out, System.console() != null);
        Path data = options.data(installation, "telco");
        Runs.empty(data);
        CommitPlayer whole = CommitPlayer.prepare(lakehouse, data.resolve("whole/tables"));
        while (!whole.hidden().isEmpty()) {
            whole.reveal();
        }
        CommitPlayer player = CommitPlayer.prepare(lakehouse, data.resolve("played/tables"));
        House house = options.house(installation, data, Map.of("main", player.copy(), "oracle", whole.copy()));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        house.ports().requireFree();
        house.prepare(screen::say);
        try (Stack stack = Stack.open(data)) {
            for (var phase : house.phases()) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            Path project = installation.home().resolve("deploy/local/telco");
            List<CustomerIo.Call> arrived =
                    new ReplayStory(house, screen, player).tell(DemoCommand.apply(project, house));
            try (Sql sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN)) {
                TelcoOracle oracle = new TelcoOracle(sql, "oracle");
                boolean agrees = new TelcoCheck().compare(oracle.owed(), arrived, screen);
                screen.say("customers ever scored: " + oracle.customersEverScored());
                return agrees ? 0 : DIFFERENCES;
            }
        }
    }
}
