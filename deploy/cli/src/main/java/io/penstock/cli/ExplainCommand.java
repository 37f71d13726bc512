package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        exitCodeOnInvalidInput = 1,
        description = {
            "Shows why two identifiers are one person, or what keeps them apart; with one, how its person came together.",
            "Each tie names the record or the order behind it. Values and row keys are masked."
        },
        footer = {
            "",
            "Exit code: 0 found, 1 nobody has it, or an error.",
            "",
            "Example:",
            "  penstock explain customer_id:C-1042 email:ann@example.org --workspace telco",
            "  one person  prf_7kq2…",
            "  customer_id:C***",
            "  └─ email:a***  seen together  pipeline people, main.crm.people version 12, row 4***, log 318, decision telco:318:0"
        })
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityLookups service;

    @Parameters(arity = "1..2", paramLabel = "ID", description = "One or two identifiers as type:value.")
    private List<String> identifiers;

    @Option(names = "--reveal", description = "Shows values and row keys; otherwise only their first character.")
    private boolean reveal;

    @Override
    public Integer call() {
        IdentityLookups.Found found = service.explain(identifiers);
        JsonNode why = found.why();
        if (!reveal) {
            mask(why);
        }
        if (output.isJson()) {
            output.json(why);
        } else {
            new ExplainTree(output).print(why);
        }
        found.recordsBehind()
                .ifPresent(records -> output.remark("from a second copy, behind by at most " + records + " records"));
        return 0;
    }

    private static void mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : List.of("value", "row_key", "record_id")) {
                String text = object.path(name).asText("");
                if (!text.isEmpty()) {
                    object.put(name, text.substring(0, text.offsetByCodePoints(0, 1)) + "***");
                }
            }
        }
        node.forEach(ExplainCommand::mask);
    }
}
