package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = {
            "What became of the calls to the destination: of one person, of one pipeline, or of all. Newest first.",
            "Accepted means that the destination took the call, not that it has applied it. Kept for 30 days.",
            "Where the connection has readBack, a later line says applied or not_applied of what was looked up."
        },
        footer = {
            "",
            "Exit code: 0 something was found, 1 nothing, or an error.",
            "",
            "Examples:",
            "  penstock history --person prf_7kq2 --since 2026-11-28T00:00:00Z",
            "  penstock history --person email:ann@example.org --reveal",
            "  penstock history --person customer_id:C-1042 --workspace telco",
            "  penstock history --pipeline upgrade-likelihood --result rejected --output json"
        })
final class HistoryCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private Output output;

    @Mixin
    private DeliveryService service;

    @Option(
            names = "--person",
            paramLabel = "ID",
            description = "A profile id, or the address that the destination knows, with or without its type. With"
                    + " --workspace any identifier as type:value.")
    private String person;

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "NAME",
            description = "Asks identity-service first whose identifier it is.")
    private String workspace;

    @Option(
            names = "--identity-url",
            paramLabel = "URL",
            description = "Address of identity-service, for --workspace. Default: that of the newest stack.")
    private URI identity;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only calls of this pipeline.")
    private String pipeline;

    @Option(
            names = "--result",
            paramLabel = "WORD",
            description = "accepted, rejected or given_up; or a code like item_invalid or not_applied.")
    private String result;

    @Option(names = "--since", paramLabel = "TIME", description = "From this time on, like 2026-11-28T18:00:00Z.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most entries, up to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--reveal", description = "Shows addresses and row keys; otherwise only their first character.")
    private boolean reveal;

    @Override
    public Integer call() {
        StringBuilder query = new StringBuilder("/v1/history?limit=").append(limit);
        add(query, "person", workspace == null ? person : profile());
        add(query, "pipeline", pipeline);
        add(query, "result", result);
        add(query, "since", since);
        add(query, "until", until);
        add(query, "reveal", reveal ? "true" : null);
        JsonNode found = service.get(query.toString());
        int size = found.path("outcomes").size();
        if (output.isJson()) {
            output.json(found);
        } else {
            output.table(OutcomeLines.rows(found.path("outcomes")));
            output.remark((size == 1 ? "1 call" : size + " calls")
                    + (found.path("more").asBoolean()
                            ? "; there are older ones: narrow it down or raise --limit"
                            : ""));
        }
        if (!found.path("complete").asBoolean()) {
            output.remark("delivery-service is still reading what happened before its start: more may appear");
        }
        return size == 0 ? 1 : 0;
    }

    private static void add(StringBuilder query, String name, String value) {
        if (value != null) {
            query.append('&').append(name).append('=').append(DeliveryService.encoded(value));
        }
    }

    private String profile() {
        if (person == null) {
            throw new CommandFailedException("expected --person with --workspace, found none");
        }
        Map<String, String> identifier = IdentityService.identifier(person);
        String address = IdentityService.address(identity);
        String path = "/v1/identifiers/" + DeliveryService.encoded(identifier.get("type")) + "/"
                + DeliveryService.encoded(identifier.get("value")) + "?workspace=" + DeliveryService.encoded(workspace);
        try (Http http = new Http()) {
            Http.Answer answer = http.get(address + path, PATIENCE)
                    .orElseThrow(() -> new CommandFailedException("no identity-service answers at " + address
                            + "; start one (./penstock up) or name it with --identity-url"));
            String profile = answer.body().path("profile_id").asText("");
            if (profile.isEmpty()) {
                throw new CommandFailedException("nobody of this workspace has this identifier");
            }
            return profile;
        }
    }
}
