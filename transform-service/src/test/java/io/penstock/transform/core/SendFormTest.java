package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class SendFormTest {
    @Test
    void readsIdentifyAndTrackInOrder() {
        Classified.Calls calls = (Classified.Calls) SendForm.read(List.of(
                struct(
                        "type",
                        text("identify"),
                        "userId",
                        text("usr_1"),
                        "traits",
                        struct("score", num("0.8"), "gone", Value.NULL)),
                struct("type", text("track"), "event", text("crossed"), "properties", struct("score", num("0.8")))));
        assertThat(calls.calls())
                .containsExactly(
                        new Call(
                                Call.Kind.IDENTIFY,
                                "identify",
                                Optional.empty(),
                                struct("score", num("0.8")),
                                List.of(),
                                Optional.of("usr_1")),
                        new Call(
                                Call.Kind.TRACK,
                                "crossed",
                                Optional.of("crossed"),
                                struct("score", num("0.8")),
                                List.of(),
                                Optional.empty()));
    }

    @Test
    void keepsRepeatedCallsApart() {
        StructValue call = struct("type", text("track"), "event", text("seen"));
        Classified.Calls calls = (Classified.Calls) SendForm.read(List.of(call, call, call));
        assertThat(calls.calls().stream().map(Call::emit)).containsExactly("seen", "seen#2", "seen#3");
    }

    @Test
    void writesNumericUserIdsCanonically() {
        assertThat(userId(num("42"))).contains("42");
        assertThat(userId(num("42.0"))).contains("42");
        assertThat(userId(num("4E+3"))).contains("4000");
        assertThat(userId(text(" usr "))).contains("usr");
        assertThat(userId(text(" "))).isEmpty();
    }

    @Test
    void refusesWhatIsNoCall() {
        assertThat(refused(struct()))
                .isEqualTo(
                        "call 1: expected type: one of identify, track, page, screen, group, ungroup, object, deleteObject, delete, found null");
        assertThat(refused(struct("type", text("alias"))))
                .isEqualTo(
                        "call 1: expected type: one of identify, track, page, screen, group, ungroup, object, deleteObject, delete, found another text");
        assertThat(refused(struct("type", text("identify"), "traits", text("x"))))
                .isEqualTo("call 1: expected traits as an object");
        assertThat(refused(struct("type", text("group"))))
                .isEqualTo("call 1: expected groupId: the id of the object, found none");
        assertThat(refused(struct("type", text("identify"), "unset", text("x"))))
                .isEqualTo("call 1: expected unset as an array of names");
        assertThat(refused(struct("type", text("track"), "properties", struct())))
                .isEqualTo("call 1: expected event as text");
        assertThat(refused(struct("type", text("identify"), "userId", num("1.5"))))
                .isEqualTo("call 1: expected userId as text or a whole number, found number");
        assertThat(refused(struct("type", text("identify"), "userId", num("1e999999999"))))
                .isEqualTo("call 1: expected userId as text or a whole number, found number");
    }

    @Test
    void aGroupIsTheObjectAndThenThePersonsRelationToIt() {
        Classified.Calls calls = (Classified.Calls) SendForm.read(List.of(struct(
                "type",
                text("group"),
                "userId",
                text("usr_1"),
                "groupId",
                num("42.0"),
                "objectTypeId",
                num("2"),
                "traits",
                struct("name", text("Acme"), "relationshipAttributes", struct("role", text("admin"))))));

        ObjectRef acme = new ObjectRef("2", "42");
        assertThat(calls.calls())
                .containsExactly(
                        new Call(
                                Call.Kind.OBJECT,
                                "object:2:42",
                                Optional.of(acme),
                                Optional.empty(),
                                struct("name", text("Acme")),
                                List.of(),
                                Optional.empty()),
                        new Call(
                                Call.Kind.RELATE,
                                "relate:2:42",
                                Optional.of(acme),
                                Optional.empty(),
                                struct("role", text("admin")),
                                List.of(),
                                Optional.of("usr_1")));
    }

    @Test
    void readsEveryOtherKindOfCall() {
        Classified.Calls calls = (Classified.Calls) SendForm.read(List.of(
                struct("type", text("page"), "name", text("/pricing"), "properties", struct("path", text("/"))),
                struct("type", text("screen"), "name", text("Home")),
                struct("type", text("object"), "groupId", text("acme"), "unset", list(text("old"))),
                struct("type", text("ungroup"), "groupId", text("acme")),
                struct("type", text("deleteObject"), "groupId", text("acme")),
                struct("type", text("identify"), "unset", list(text("old"))),
                struct("type", text("delete"))));

        assertThat(calls.calls())
                .extracting(Call::kind)
                .containsExactly(
                        Call.Kind.PAGE,
                        Call.Kind.SCREEN,
                        Call.Kind.OBJECT,
                        Call.Kind.UNRELATE,
                        Call.Kind.DELETE_OBJECT,
                        Call.Kind.IDENTIFY,
                        Call.Kind.DELETE);
        assertThat(calls.calls().get(2).object()).contains(new ObjectRef("1", "acme"));
        assertThat(calls.calls())
                .extracting(Call::unset)
                .filteredOn(unset -> !unset.isEmpty())
                .hasSize(2);
        assertThat(calls.calls()).extracting(Call::key).doesNotHaveDuplicates();
    }

    private static Optional<String> userId(Value given) {
        Classified.Calls calls = (Classified.Calls)
                SendForm.read(List.of(struct("type", text("track"), "event", text("e"), "userId", given)));
        return calls.calls().getFirst().userId();
    }

    private static String refused(StructValue call) {
        Classified.Refused refused = (Classified.Refused) SendForm.read(List.of(call));
        assertThat(refused.refusal()).isEqualTo(Refusal.CALL_INVALID);
        return refused.reason();
    }

    private static Text text(String text) {
        return new Text(text);
    }

    private static Value list(Value... elements) {
        return new Value.ListValue(List.of(elements));
    }

    private static Num num(String number) {
        return new Num(new BigDecimal(number));
    }

    private static StructValue struct(Object... namesAndValues) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new StructValue(fields);
    }
}
