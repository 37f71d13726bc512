package io.penstock.transform.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.JsonSerde;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.transform.core.Side;
import io.penstock.transform.core.ledger.AttributeValue;
import io.penstock.transform.core.ledger.LedgerPage;
import io.penstock.transform.core.ledger.Line;
import io.penstock.transform.core.ledger.Write;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFormatsTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.000000001Z");
    private static final Instant BEFORE_1970 = Instant.parse("1969-11-22T10:00:00.5Z");
    private static final Side SIDE = new Side(true, BEFORE_1970, new BigDecimal("0.10"), null, TIME);
    private static final Presence PRESENCE = new Presence(
            new Route("main", "customerio", "scores", 3),
            List.of(
                    new Presence.Place(new IdentifierV1("email", "ada@exämple.com"), true),
                    new Presence.Place(new IdentifierV1("customerio_id", ""), false)),
            null);

    @Test
    void keepASideAsItIs() {
        assertThat(again(PersonalState.sides(), SIDE)).isEqualTo(SIDE);
        Side old = new Side(false, TIME, null, TIME, null);
        assertThat(again(PersonalState.sides(), old)).isEqualTo(old);
    }

    @Test
    void keepAPresenceAsItIs() {
        assertThat(again(PersonalState.presences(), PRESENCE)).isEqualTo(PRESENCE);
        Presence owing = PRESENCE.called(PRESENCE.route(), new IdentifierV1("email", "b"), "01D");
        assertThat(again(PersonalState.presences(), owing)).isEqualTo(owing);
    }

    @Test
    void readWhatOlderVersionsWroteAsJson() {
        byte[] side = new JsonSerde<>(Side.class).serializer().serialize("", SIDE);
        assertThat(PersonalState.sides().deserializer().deserialize("", side)).isEqualTo(SIDE);
        byte[] presence = new JsonSerde<>(Presence.class).serializer().serialize("", PRESENCE);
        assertThat(PersonalState.presences().deserializer().deserialize("", presence))
                .isEqualTo(PRESENCE);
    }

    @Test
    void keepAPageAsItIs() {
        Write first = write("01A", TIME);
        Write second = write("01B", BEFORE_1970);
        Line line =
                new Line(second, List.of(said("1", first), said("\"ü\"", second)), Optional.of(said("", first)), true);
        LedgerPage page = new LedgerPage(
                Map.of("score", line, "plan", new Line(first, List.of(), Optional.empty(), false)),
                List.of("01C", "01D"));
        LedgerPage read = again(LedgerState.pages(), page);
        assertThat(read.lines()).isEqualTo(page.lines());
        assertThat(read.overtaken()).containsExactly("01C", "01D");
    }

    @Test
    void keepAPageOfManyCallsAsItIs() {
        Map<String, Line> lines = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            Write call = write("01" + i % 20, TIME.plusSeconds(i % 15));
            Write later = write("02" + i, TIME);
            lines.put("a" + i, new Line(later, List.of(said("1", call)), Optional.of(said("2", later)), false));
        }
        LedgerPage page = new LedgerPage(lines, List.of());
        assertThat(again(LedgerState.pages(), page).lines()).isEqualTo(page.lines());
    }

    @Test
    void readAPageOfTheFormatBefore() throws IOException {
        Write call = write("01A", TIME);
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeInt(1);
        for (String text : List.of(call.deliveryId(), call.pipeline())) text(out, text);
        out.writeLong(call.version());
        for (String text : List.of(call.rowKey(), call.rowVersion())) text(out, text);
        out.writeInt(call.ordinal());
        time(out, call.asOf());
        text(out, call.source());
        out.writeLong(call.commitVersion());
        out.writeLong(call.tableVersion());
        out.writeInt(1);
        text(out, "score");
        out.writeInt(0);
        out.writeBoolean(true);
        out.writeBoolean(false);
        out.writeByte(1);
        text(out, "0.70");
        out.writeInt(0);
        time(out, TIME);
        out.writeInt(1);
        text(out, "01C");

        LedgerPage read = LedgerState.pages().deserializer().deserialize("", bytes.toByteArray());

        assertThat(read.lines())
                .isEqualTo(Map.of("score", new Line(call, List.of(said("0.70", call)), Optional.empty(), true)));
        assertThat(read.overtaken()).containsExactly("01C");
    }

    @Test
    void keepAStandingAsItIsWhetherItIsLookedAtOrNot() {
        LedgerPage page = new LedgerPage(
                Map.of("score", new Line(write("01A", TIME), List.of(), Optional.empty(), false)), List.of());
        Standing standing = new Standing();
        Person person = new Person(
                7,
                List.of(new IdentifierV1("email", "ada@exämple.com")),
                Map.of("email", "ada@exämple.com"),
                "prf_2",
                List.of("prf_3"),
                TIME);
        standing.person(person);
        standing.sides().put("b", SIDE);
        standing.sides().put("a", SIDE);
        standing.presences().put("customerio", PRESENCE);
        standing.pages().put("p", page);
        standing.pages().put("q", page);

        Standing read = again(Standing.serde(), standing);
        assertThat(read.hasChanged()).isFalse();
        read.presences().put("customerio", PRESENCE.without(new IdentifierV1("email", "ada@exämple.com")));
        read.sides().remove("b");
        read.pages().find("p").orElseThrow().doubtAll(); // but it is not put
        assertThat(read.hasChanged()).isTrue();
        Standing readAgain = again(Standing.serde(), read);

        assertThat(readAgain.person()).isEqualTo(person);
        assertThat(readAgain.sides().all()).isEqualTo(Map.of("a", SIDE));
        assertThat(readAgain
                        .presences()
                        .find("customerio")
                        .orElseThrow()
                        .exists(new IdentifierV1("email", "ada@exämple.com")))
                .isFalse();
        assertThat(readAgain.pages().all().keySet()).containsExactly("p", "q");
        assertThat(readAgain.pages().find("p").orElseThrow().lines()).isEqualTo(page.lines());
        assertThat(again(Standing.serde(), new Standing()).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1, 63, 64, -64, -65, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
    void keepEveryNumber(long number) {
        StateOutput out = new StateOutput();
        out.number(number);
        out.text("ü".repeat(600));
        out.text(null);
        out.text("");
        StateInput in = new StateInput(out.toBytes());
        assertThat(in.number()).isEqualTo(number);
        assertThat(in.text()).isEqualTo("ü".repeat(600));
        assertThat(in.text()).isNull();
        assertThat(in.text()).isEmpty();
    }

    private static Write write(String id, Instant asOf) {
        return new Write(id, "scores", 3, "row", "v", 0, asOf, "main.ml.scores", -1, 1L << 40);
    }

    private static Line.Said said(String value, Write write) {
        return new Line.Said(new AttributeValue(value), write, TIME);
    }

    private static <T> T again(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("", serde.serializer().serialize("", value));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }
}
