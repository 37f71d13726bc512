package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.IdentitySettledV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.ProfileV1;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of the contract's records as they are read without databind; unknown fields are passed over. Each begins at the
 * first token of what it reads and leaves the parser at the last; one that stands at something else is refused.
 */
final class WireParts {
    private WireParts() {}

    interface Element<T> {
        T read(JsonParser parser) throws IOException;
    }

    static <T> List<T> list(JsonParser parser, Element<T> element) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            throw new IOException("no list");
        }
        List<T> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(element.read(parser));
        }
        return all;
    }

    static String text(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new IOException("no text");
        }
        return parser.getText();
    }

    static ProfileV1.Known known(JsonParser parser) throws IOException {
        expectObject(parser);
        String type = null;
        String value = null;
        String raw = null;
        Instant firstSeen = null;
        Instant lastSeen = null;
        String source = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "type" -> type = parser.getText();
                case "value" -> value = parser.getText();
                case "raw" -> raw = parser.getText();
                case "first_seen" -> firstSeen = InstantText.parse(parser.getText());
                case "last_seen" -> lastSeen = InstantText.parse(parser.getText());
                case "source" -> source = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new ProfileV1.Known(type, value, raw, firstSeen, lastSeen, source);
    }

    static IdentitySettledV1 settled(JsonParser parser) throws IOException {
        String workspace = null;
        IdentitySettledV1.Kind kind = null;
        int partition = 0;
        long offset = 0;
        String fingerprint = null;
        String profileId = null;
        long logOffset = 0;
        long epoch = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "workspace" -> workspace = parser.getText();
                case "kind" -> kind = IdentitySettledV1.Kind.valueOf(parser.getText());
                case "partition" -> partition = parser.getIntValue();
                case "offset" -> offset = parser.getLongValue();
                case "fingerprint" -> fingerprint = parser.getText();
                case "profile_id" -> profileId = parser.getText();
                case "log_offset" -> logOffset = parser.getLongValue();
                case "epoch" -> epoch = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        if (workspace == null || kind == null) {
            throw new IOException("no kind");
        }
        return new IdentitySettledV1(workspace, kind, partition, offset, fingerprint, profileId, logOffset, epoch);
    }

    static IdentifierV1 identifier(JsonParser parser) throws IOException {
        expectObject(parser);
        String type = null;
        String value = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "type" -> type = parser.getValueAsString();
                case "value" -> value = parser.getValueAsString();
                default -> parser.skipChildren();
            }
        }
        return new IdentifierV1(type, value);
    }

    static IdentityLogEntryV1.Origin origin(JsonParser parser) throws IOException {
        expectObject(parser);
        int partition = -1;
        long offset = -1;
        long rulesVersion = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "partition" -> partition = parser.getIntValue();
                case "offset" -> offset = parser.getLongValue();
                case "rules_version" -> rulesVersion = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new IdentityLogEntryV1.Origin(partition, offset, rulesVersion);
    }

    /** Without it what is no object would be taken for one that ends later. */
    static void expectObject(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw new IOException("no object");
        }
    }
}
