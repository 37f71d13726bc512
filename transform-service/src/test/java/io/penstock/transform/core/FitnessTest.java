package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitnessTest {
    private static final List<Emit> EMITS = List.of(new Emit.Identify(
            "identify", List.of(new Binding("bio", ValueExpression.parse("profile.text"))), List.of()));

    @Test
    void aValueOfAThousandBytesFitsAndOneMoreDoesNot() {
        assertThat(refusal(identify("bio", new Text("é".repeat(500))))).isEmpty();
        assertThat(refusal(identify("bio", new Text("é".repeat(500) + "x"))))
                .contains(new Classified.Refused(
                        Refusal.UNFIT,
                        "identify: attribute 'bio' (from profile): expected at most 1000 bytes, found 1001"));
    }

    @Test
    void aListCountsAsItsJson() {
        Value list = new Value.ListValue(List.of(new Text("x".repeat(996))));

        assertThat(refusal(identify("tags", list))).isEmpty();
        assertThat(refusal(identify("tags", new Value.ListValue(List.of(new Text("x".repeat(997)))))))
                .hasValueSatisfying(refused -> assertThat(refused.reason()).contains("found 1001"));
    }

    @Test
    void namesCountBytes() {
        assertThat(refusal(identify("é".repeat(75), new Text("x")))).isEmpty();
        assertThat(refusal(identify("é".repeat(76), new Text("x"))))
                .hasValueSatisfying(
                        refused -> assertThat(refused.reason()).contains("expected at most 150 bytes, found 152"));
        assertThat(refusal(track("é".repeat(50), StructValue.EMPTY))).isEmpty();
        assertThat(refusal(track("é".repeat(51), StructValue.EMPTY)))
                .hasValueSatisfying(refused -> assertThat(refused.reason())
                        .isEqualTo("emit: the name of the event: expected at most 100 bytes, found 102"));
    }

    @Test
    void aCallHasAtMostThreeHundredAttributes() {
        SequencedMap<String, Value> many = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            many.put("a" + i, new Text("x"));
        }
        assertThat(refusal(call(Call.Kind.IDENTIFY, many, List.of()))).isEmpty();
        assertThat(refusal(call(Call.Kind.IDENTIFY, many, List.of("old"))))
                .hasValueSatisfying(refused ->
                        assertThat(refused.reason()).contains("at most 300 attributes in one call, found 301"));
    }

    @Test
    void aCallThatIsTooLargeNamesItsLargestValue() {
        StructValue properties = struct("text", new Text("x".repeat(40_000)), "score", new Text("1"));

        assertThat(refusal(track("seen", properties)))
                .hasValueSatisfying(refused -> assertThat(refused.reason())
                        .startsWith("emit: expected at most 31744 bytes in one call, found ")
                        .endsWith("most of them in 'text'"));
    }

    @Test
    void attributesThatGoTakePartOfACall() {
        List<String> fitting =
                IntStream.range(0, 200).mapToObj(i -> "%0148d".formatted(i)).toList();
        List<String> tooMany =
                IntStream.range(0, 201).mapToObj(i -> "%0150d".formatted(i)).toList();

        assertThat(refusal(call(Call.Kind.IDENTIFY, new LinkedHashMap<>(), fitting)))
                .isEmpty();
        assertThat(refusal(call(Call.Kind.IDENTIFY, new LinkedHashMap<>(), tooMany)))
                .hasValueSatisfying(refused -> assertThat(refused.reason())
                        .isEqualTo("emit: expected at most 31744 bytes in one call, found 31760, most of them in its"
                                + " names"));
    }

    @Test
    void namesTheColumnOfAnIdOrAName() {
        ValueExpression company = ValueExpression.parse("company.id");
        List<Emit> emits = List.of(
                new Emit.Thing("thing", "1", company, List.of(), List.of(), Optional.empty()),
                new Emit.Seen("page", Call.Kind.PAGE, ValueExpression.parse("url"), List.of()),
                new Emit.Identify("spread", List.of(new Binding("a_", ValueExpression.parse("summary.*"))), List.of()));
        Call thing = Call.about(
                Call.Kind.OBJECT, "thing", new ObjectRef("1", "x".repeat(151)), StructValue.EMPTY, List.of());
        Call page = new Call(
                Call.Kind.PAGE, "page", Optional.of("x".repeat(101)), StructValue.EMPTY, List.of(), Optional.empty());
        Call spread = new Call(
                Call.Kind.IDENTIFY,
                "spread",
                Optional.empty(),
                struct("a_" + "x".repeat(149), new Text("1")),
                List.of(),
                Optional.empty());

        assertThat(List.of(thing, page, spread))
                .extracting(call -> ((Classified.Refused) Fitness.of(calls(call), emits, Leniency.NONE)).reason())
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("thing: the object's id (from company): expected"),
                        reason -> assertThat(reason).startsWith("page: the name of the event (from url): expected"),
                        reason ->
                                assertThat(reason).endsWith("' (from summary): expected at most 150 bytes, found 151"));
    }

    @ParameterizedTest
    @CsvSource({"1773532800, true", "1773532800000, false", "1, false", "1773532800.5, false"})
    void signUpTimesAreUnixSeconds(BigDecimal given, boolean fits) {
        assertThat(refusal(identify("created_at", new Value.Num(given))).isEmpty())
                .isEqualTo(fits);
    }

    @Test
    void aSignUpTimeAsTextSaysWhatToWrite() {
        assertThat(refusal(identify("created_at", new Text("2026-03-15T00:00:00Z"))))
                .hasValueSatisfying(refused -> assertThat(refused.reason()).contains("write | unixSeconds behind"));
        assertThat(refusal(identify("created_at", new Value.Num(new BigDecimal("915148800")))))
                .hasValueSatisfying(
                        refused -> assertThat(refused.reason()).endsWith("found a number outside of 2001 to 5138"));
    }

    @Test
    void onlyTextsThatThePipelineNamesAreCutAndNeverInsideACharacter() {
        Classified.Calls calls = calls(identify("bio", new Text("x" + "😀".repeat(300))));

        Classified cut = Fitness.of(calls, EMITS, new Leniency(Set.of("bio"), Set.of()));

        assertThat(((Classified.Calls) cut).calls().getFirst().body())
                .isEqualTo(struct("bio", new Text("x" + "😀".repeat(249))));
        assertThat(Fitness.of(calls, EMITS, new Leniency(Set.of("tags"), Set.of())))
                .isInstanceOf(Classified.Refused.class);
    }

    @Test
    void idsHaveAtMostOneHundredAndFiftyBytes() {
        Call relate = Call.about(
                Call.Kind.RELATE, "relationship", new ObjectRef("1", "x".repeat(151)), StructValue.EMPTY, List.of());

        assertThat(refusal(relate))
                .hasValueSatisfying(refused -> assertThat(refused.reason()).contains("object's id"));
        assertThat(Fitness.address(new Identifier("email", "x".repeat(150)))).isEmpty();
        assertThat(Fitness.address(new Identifier("email", "x".repeat(151))))
                .contains(new Classified.Refused(
                        Refusal.UNFIT, "identifier email: expected at most 150 bytes, found 151"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "from_address", "reply_to", " Reply_To "})
    void refusesEventDataThatWouldRedirectMessagesUnlessItIsMeant(String property) {
        Call call = track("e", struct(property, new Text("x")));

        assertThat(refusal(call))
                .contains(new Classified.Refused(
                        Refusal.RESERVED_NAME, "emit: property '" + property.strip() + "' would redirect messages"));
        assertThat(Fitness.of(calls(call), EMITS, new Leniency(Set.of(), Set.of(property.strip()))))
                .isInstanceOf(Classified.Calls.class);
    }

    @Test
    void aPersonMayHaveAnAttributeOfSuchAName() {
        assertThat(refusal(identify("recipient", new Text("x")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User Deleted",
                "user deleted",
                "User Suppressed",
                "User Unsuppressed",
                "Device Created or Updated",
                "Device Deleted",
                "Relationship Deleted",
                "Object Deleted",
                "Report Delivery Event",
                "Report Content Event"
            })
    void refusesEventsThatActUnlessTheyAreMeant(String event) {
        assertThat(refusal(track(event, StructValue.EMPTY)))
                .hasValueSatisfying(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.RESERVED_NAME));
        assertThat(Fitness.of(
                        calls(track(event, StructValue.EMPTY)), EMITS, new Leniency(Set.of(), Set.of("USER deleted"))))
                .satisfies(classified -> assertThat(classified instanceof Classified.Calls)
                        .isEqualTo(event.equalsIgnoreCase("user deleted")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_update", "_timestamp", "cio_relationships", " CIO_Relationships"})
    void refusesAttributesThatWouldSteerTheCallUnlessTheyAreMeant(String attribute) {
        Call call = identify(attribute, new Value.Bool(true));

        assertThat(refusal(call))
                .contains(new Classified.Refused(
                        Refusal.RESERVED_NAME, "identify: attribute '" + attribute.strip() + "' would steer the call"));
        assertThat(Fitness.of(calls(call), EMITS, new Leniency(Set.of(), Set.of(attribute.strip()))))
                .isInstanceOf(Classified.Calls.class);
    }

    @Test
    void anAttributeHasAName() {
        assertThat(refusal(identify(" ", new Value.Bool(true))))
                .contains(new Classified.Refused(
                        Refusal.UNFIT, "identify: expected an attribute with a name, found a blank one"));
    }

    @Test
    void oneCallThatDoesNotFitRefusesTheWholeRecord() {
        Classified.Calls calls = Classified.Calls.plain(
                List.of(identify("a", new Text("x")), identify("bio", new Text("x".repeat(2_000)))));

        assertThat(Fitness.of(calls, EMITS, Leniency.NONE)).isInstanceOf(Classified.Refused.class);
    }

    private static Optional<Classified.Refused> refusal(Call call) {
        return Fitness.of(calls(call), EMITS, Leniency.NONE) instanceof Classified.Refused refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    private static Classified.Calls calls(Call call) {
        return Classified.Calls.plain(List.of(call));
    }

    private static Call identify(String name, Value value) {
        return new Call(
                Call.Kind.IDENTIFY, "identify", Optional.empty(), struct(name, value), List.of(), Optional.empty());
    }

    private static Call track(String event, StructValue properties) {
        return new Call(Call.Kind.TRACK, "emit", Optional.of(event), properties, List.of(), Optional.empty());
    }

    private static Call call(Call.Kind kind, SequencedMap<String, Value> body, List<String> unset) {
        return new Call(kind, "emit", Optional.empty(), new StructValue(body), unset, Optional.empty());
    }

    private static StructValue struct(Object... namesAndValues) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new StructValue(fields);
    }
}
