package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "tail",
        description = {
            "Follows the calls to the destination: one line as soon as one has its outcome. Ends with Ctrl-C.",
            "With --output json one object a line."
        },
        footer = {
            "",
            "Exit code: 0 the number of --count was seen, 1 an error.",
            "",
            "Examples:",
            "  penstock tail",
            "  penstock tail --pipeline upgrade-likelihood --output json | jq .status"
        })
final class TailCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int PAGE = 500;

    @Mixin
    private Output output;

    @Mixin
    private DeliveryService service;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only calls of this pipeline.")
    private String pipeline;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many. Default: never.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--reveal", description = "Shows addresses and row keys; otherwise only their first character.")
    private boolean reveal;

    @Override
    public Integer call() {
        String path = "/v1/history/arrivals?limit=" + PAGE + (reveal ? "&reveal=true" : "")
                + (pipeline == null ? "" : "&pipeline=" + DeliveryService.encoded(pipeline));
        JsonNode page = service.get(path);
        long seen = 0;
        while (true) {
            page = service.get(path + "&after=" + page.path("cursor").asLong());
            for (JsonNode outcome : page.path("outcomes")) {
                show(outcome);
                if (++seen >= count) {
                    return 0;
                }
            }
            if (page.path("outcomes").size() < PAGE) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private void show(JsonNode outcome) {
        if (output.isJson()) {
            output.line(outcome.toString());
        } else {
            output.table(OutcomeLines.rows(List.of(outcome)));
        }
    }
}
