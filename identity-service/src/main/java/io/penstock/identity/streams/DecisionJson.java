package io.penstock.identity.streams;

import static io.penstock.identity.streams.JsonFields.name;

import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentifierV1;

/** Decisions as their serde writes them. */
final class DecisionJson {
    private static final byte[] AFTER = name("after");
    private static final byte[] AT = name("at");
    private static final byte[] AUTHOR = name("author");
    private static final byte[] BEFORE = name("before");
    private static final byte[] COMMAND_ID = name("command_id");
    private static final byte[] CONFIG_VERSION = name("config_version");
    private static final byte[] DECISION_ID = name("decision_id");
    private static final byte[] IDENTIFIERS = name("identifiers");
    private static final byte[] INPUT = name("input");
    private static final byte[] KIND = name("kind");
    private static final byte[] LOG_OFFSET = name("log_offset");
    private static final byte[] PIPELINE = name("pipeline");
    private static final byte[] PROFILE_ID = name("profile_id");
    private static final byte[] REASON = name("reason");
    private static final byte[] RECORD_ID = name("record_id");
    private static final byte[] REJECTED = name("rejected");
    private static final byte[] ROW_KEY = name("row_key");
    private static final byte[] RULE = name("rule");
    private static final byte[] SOURCE = name("source");
    private static final byte[] TABLE_VERSION = name("table_version");
    private static final byte[] TYPE = name("type");
    private static final byte[] VALUE = name("value");
    private static final byte[] WORKSPACE = name("workspace");

    private DecisionJson() {}

    static byte[] of(DecisionV1 decision) {
        JsonFields out = JsonFields.object();
        out.text(DECISION_ID, decision.decisionId());
        out.text(WORKSPACE, decision.workspace());
        out.text(KIND, decision.kind().name());
        out.text(RULE, decision.rule());
        input(out, decision.input());
        out.open(IDENTIFIERS, '[');
        for (IdentifierV1 one : decision.identifiers()) {
            out.open('{').text(TYPE, one.type()).text(VALUE, one.value()).close('}');
        }
        out.close(']').open(BEFORE, '[');
        decision.before().forEach(one -> profile(out, one.profileId(), one.identifiers()));
        out.close(']').open(AFTER, '[');
        decision.after().forEach(one -> profile(out, one.profileId(), one.identifiers()));
        out.close(']').text(PROFILE_ID, decision.profileId()).open(REJECTED, '[');
        for (DecisionV1.Rejected one : decision.rejected()) {
            out.open('{').text(TYPE, one.type()).text(VALUE, one.value());
            out.text(REASON, one.reason()).close('}');
        }
        out.close(']').number(CONFIG_VERSION, decision.configVersion());
        return out.time(AT, decision.at()).close('}').bytes();
    }

    private static void input(JsonFields out, DecisionV1.Input input) {
        out.open(INPUT, '{').text(PIPELINE, input.pipeline()).text(RECORD_ID, input.recordId());
        out.number(LOG_OFFSET, input.logOffset()).text(ROW_KEY, input.rowKey());
        if (input.tableVersion() != null) {
            out.number(TABLE_VERSION, input.tableVersion());
        }
        out.text(COMMAND_ID, input.commandId()).text(AUTHOR, input.author());
        out.text(SOURCE, input.source()).close('}');
    }

    private static void profile(JsonFields out, String profileId, int identifiers) {
        out.open('{')
                .text(PROFILE_ID, profileId)
                .number(IDENTIFIERS, identifiers)
                .close('}');
    }
}
