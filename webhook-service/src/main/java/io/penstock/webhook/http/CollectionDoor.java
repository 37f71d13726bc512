package io.penstock.webhook.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.RecordV1;
import io.penstock.webhook.core.RecentIds;
import io.penstock.webhook.core.Tally;
import io.penstock.webhook.core.WriteKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** Decides about one call of the collection API: all of its messages are kept, or none and the answer says why. */
public final class CollectionDoor {
    private static final int LARGEST_CALL = 500 * 1024;
    private static final int LARGEST_MESSAGE = 32 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build());

    private final Supplier<WriteKeys> writeKeys;
    private final Function<String, List<Feed>> feeds;
    private final Predicate<RecordV1> log;
    private final RecentIds seen;
    private final InstantSource clock;
    private final Tally tally;

    /**
     * @param writeKeys asked for each call, so that rotated keys are seen
     * @param feeds pipelines that have an endpoint as their source now
     * @param log keeps a record; false if it cannot
     */
    public CollectionDoor(
            Supplier<WriteKeys> writeKeys,
            Function<String, List<Feed>> feeds,
            Predicate<RecordV1> log,
            InstantSource clock,
            Tally tally) {
        this.writeKeys = writeKeys;
        this.feeds = feeds;
        this.log = log;
        this.seen = new RecentIds(200_000);
        this.clock = clock;
        this.tally = tally;
    }

    /** Status and the text of the answer. */
    public record Answer(int status, String message) {}

    /**
     * @param what last part of the path
     * @param authorization header, or null: then the key is in the body
     * @param encoding header, or null
     */
    public Answer receive(String what, String authorization, String encoding, byte[] body) {
        JsonNode root;
        try {
            byte[] plain = plain(encoding, body);
            if (plain.length > LARGEST_CALL) {
                return new Answer(413, "a call has at most 500 KB");
            }
            root = MAPPER.readTree(plain);
        } catch (IOException e) {
            return new Answer(400, "expected JSON, optionally gzip");
        }
        if (!(writeKeys.get() instanceof WriteKeys.Known(var keys))) {
            return new Answer(503, "come again");
        }
        Optional<String> endpoint = endpoint(keys, authorization, root);
        if (endpoint.isEmpty()) {
            return new Answer(401, "unknown write key");
        }
        return root instanceof ObjectNode call
                ? receive(what, endpoint.get(), call)
                : new Answer(400, "expected a JSON object");
    }

    private Answer receive(String what, String endpoint, ObjectNode call) {
        boolean many = what.equals("batch") || what.equals("import");
        if (many && !call.path("batch").isArray()) {
            return new Answer(400, "batch: expected an array of messages");
        }
        List<CollectedMessage> messages = new ArrayList<>();
        for (JsonNode one : many ? call.path("batch") : List.of(call)) {
            if (!(one instanceof ObjectNode message)) {
                return new Answer(400, "batch[" + messages.size() + "]: expected an object");
            }
            message.remove("writeKey");
            CollectedMessage read = read(many ? one.path("type").asText() : what, message);
            String place = many ? "batch[" + messages.size() + "]: " : "";
            if (message.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_MESSAGE) {
                return new Answer(413, place + "a message has at most 32 KB");
            }
            if (read.fault().isPresent()) {
                return new Answer(400, place + read.fault().get());
            }
            messages.add(read);
        }
        return keep(endpoint, messages);
    }

    private Answer keep(String endpoint, List<CollectedMessage> messages) {
        List<Feed> pipelines = feeds.apply(endpoint);
        if (pipelines.isEmpty()) {
            tally.unrouted.addAndGet(messages.size());
            return new Answer(503, "no pipeline reads this endpoint");
        }
        for (CollectedMessage message : messages) {
            String name = endpoint + "|" + message.id();
            if (seen.holds(name)) {
                continue;
            }
            for (Feed feed : pipelines) {
                if (!log.test(message.record(feed, endpoint, clock.instant()))) {
                    return new Answer(503, "come again");
                }
            }
            seen.add(name);
            tally.collected.incrementAndGet();
        }
        return new Answer(200, "");
    }

    private static CollectedMessage read(String type, ObjectNode message) {
        String given = message.path("messageId").asText("");
        return new CollectedMessage(type, given.isBlank() ? UUID.randomUUID().toString() : given, message);
    }

    /** Compares with every key, so that the time it takes says nothing about them. */
    private static Optional<String> endpoint(Map<String, List<String>> keys, String authorization, JsonNode root) {
        byte[] given = key(authorization, root).getBytes(StandardCharsets.UTF_8);
        Optional<String> found = Optional.empty();
        for (Map.Entry<String, List<String>> one : keys.entrySet()) {
            for (String key : one.getValue()) {
                if (MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), given)) {
                    found = Optional.of(one.getKey());
                }
            }
        }
        return found;
    }

    private static String key(String authorization, JsonNode root) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return root.path("writeKey").asText("");
        }
        try {
            String pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            return pair.split(":", 2)[0];
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] plain(String encoding, byte[] body) throws IOException {
        if (!"gzip".equalsIgnoreCase(encoding)) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(LARGEST_CALL + 1);
        }
    }
}
