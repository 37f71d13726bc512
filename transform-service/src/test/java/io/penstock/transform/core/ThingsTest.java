package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.core.Emit.Relationship.Action;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import io.penstock.transform.core.value.ValueExpression;
import io.penstock.transform.core.value.ValueText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Objects and relations over several records of one person. */
class ThingsTest {
    private static final Instant START = Instant.parse("2026-11-08T00:00:00Z");
    private static final List<Emit> MEMBER = List.of(relationship(Action.SET));

    private final Person person = new Person();

    @Test
    void relationsThatDisappearedAreRemoved() {
        assertThat(person.row("r1", 1, MEMBER, "acme", "globex")).containsExactly("RELATE acme", "RELATE globex");
        assertThat(person.row("r1", 2, MEMBER, "globex", "initech")).containsExactly("UNRELATE acme", "RELATE initech");
        assertThat(person.row("r1", 3, MEMBER)).containsExactly("UNRELATE globex", "UNRELATE initech");
    }

    @Test
    void whatStaysIsNotSaidAgainUnlessTheRelationHasOtherAttributes() {
        person.row("r1", 1, MEMBER, "acme");

        assertThat(person.row("r1", 2, MEMBER, "acme")).isEmpty();
        assertThat(person.row("r1", 3, List.of(relationship(Action.SET, "role", "role")), "acme"))
                .containsExactly("RELATE acme {\"role\":\"admin\"}");
    }

    @Test
    void nullSaysNothing() {
        person.row("r1", 1, MEMBER, "acme");

        assertThat(person.row("r1", 2, MEMBER, Value.NULL, false)).isEmpty();
        assertThat(person.row("r1", 3, MEMBER)).containsExactly("UNRELATE acme");
    }

    @Test
    void aRelationThatAnotherRowNamesStays() {
        person.row("r1", 1, MEMBER, "acme");
        person.row("r2", 1, MEMBER, "acme", "globex");

        assertThat(person.row("r2", 2, MEMBER)).containsExactly("UNRELATE globex");
        assertThat(person.gone("r1", 3, MEMBER)).containsExactly("UNRELATE acme");
    }

    @Test
    void aRowThatIsGoneEndsWhatItAloneRelated() {
        person.row("r1", 1, MEMBER, "acme", "globex");
        person.row("r2", 1, MEMBER, "acme");

        assertThat(person.gone("r1", 2, MEMBER)).containsExactly("UNRELATE globex");
    }

    @Test
    void anOlderRecordChangesNothing() {
        person.row("r1", 2, MEMBER, "acme");

        assertThat(person.row("r1", 2, MEMBER, "acme", "globex")).isEmpty();
        assertThat(person.row("r1", 1, MEMBER)).isEmpty();
    }

    @Test
    void addAndRemoveDoOnlyThat() {
        assertThat(person.row("r1", 1, List.of(relationship(Action.ADD)), "acme"))
                .containsExactly("RELATE acme");
        assertThat(person.row("r1", 2, List.of(relationship(Action.ADD)), "globex"))
                .containsExactly("RELATE globex");
        assertThat(person.row("r1", 3, List.of(relationship(Action.REMOVE)), "acme"))
                .containsExactly("UNRELATE acme");
        assertThat(person.gone("r1", 4, List.of(relationship(Action.ADD)))).isEmpty();
    }

    @Test
    void anObjectGoesBeforeTheRelationToItAndAMoveEndsTheOldOne() {
        List<Emit> company = List.of(new Emit.Thing(
                "object",
                "1",
                ValueExpression.parse("ids"),
                List.of(new Binding("name", ValueExpression.parse("role"))),
                List.of(),
                Optional.of(List.of())));

        assertThat(person.row("r1", 1, company, "acme"))
                .containsExactly("OBJECT acme {\"name\":\"admin\"}", "RELATE acme");
        assertThat(person.row("r1", 2, company, "globex"))
                .containsExactly("OBJECT globex {\"name\":\"admin\"}", "UNRELATE acme", "RELATE globex");
        assertThat(person.gone("r1", 3, company)).containsExactly("UNRELATE globex");
    }

    @Test
    void aPersonWhoBelongsToNothingHasNoObject() {
        List<Emit> company = List.of(new Emit.Thing(
                "company", "1", ValueExpression.parse("ids"), List.of(), List.of(), Optional.of(List.of())));

        assertThat(person.row("r1", 1, company, Value.NULL, false)).isEmpty();
        assertThat(person.row("r1", 2, company, "acme")).containsExactly("OBJECT acme", "RELATE acme");
        assertThat(person.row("r1", 3, company, Value.NULL, false)).isEmpty();
        assertThat(person.row("r1", 4, company, "globex"))
                .containsExactly("OBJECT globex", "UNRELATE acme", "RELATE globex");
    }

    @Test
    void aDeletedPersonIsNotUnrelatedAfterwards() {
        List<Emit> rules =
                List.of(new Emit.If(new Condition.RowDeleted(), new Emit.DeletePerson("left")), MEMBER.getFirst());
        person.row("r1", 1, rules, "acme");

        assertThat(person.gone("r1", 2, rules)).containsExactly("DELETE");
    }

    @Test
    void anObjectNeedsExactlyOneId() {
        List<Emit> company = List.of(
                new Emit.Thing("object", "1", ValueExpression.parse("ids"), List.of(), List.of(), Optional.empty()));

        assertThat(person.refused(company, Value.NULL))
                .isEqualTo("object: id (from ids): expected the id of the object, found none");
        assertThat(person.refused(company, list("a", "b")))
                .isEqualTo("object: id (from ids): expected one id, found 2");
        assertThat(person.refused(company, new Value.Bool(true)))
                .isEqualTo("object: id (from ids): expected text or whole numbers, found boolean");
    }

    @Test
    void numbersAreOneIdHoweverTheyAreWritten() {
        Value ids =
                new ListValue(List.of(new Value.Num(new BigDecimal("42.0")), new Value.Num(new BigDecimal("4.2E+1"))));

        assertThat(person.row("r1", 1, MEMBER, ids, false)).containsExactly("RELATE 42");
    }

    @Test
    void deletesWhenAColumnIsTrue() {
        List<Emit> delete = List.of(
                new Emit.If(new Condition.IsTrue(ValueExpression.parse("leaves")), new Emit.DeletePerson("delete")));

        assertThat(person.row("r1", 1, delete, "x")).isEmpty();
        person.leaves = new Value.Bool(true);
        assertThat(person.row("r1", 2, delete, "x")).containsExactly("DELETE");
        person.leaves = new Text("yes");
        assertThat(person.refused(delete, Value.NULL))
                .isEqualTo("delete: isTrue (from leaves): expected true or false, found text");
    }

    @Test
    void deletesWhenTheRowIsGoneAndOnlyThen() {
        List<Emit> delete = List.of(
                new Emit.If(new Condition.RowDeleted(), new Emit.DeletePerson("delete")),
                new Emit.If(
                        new Condition.RowDeleted(),
                        new Emit.DeleteThing("company", "1", ValueExpression.parse("ids"))));

        assertThat(person.row("r1", 1, delete, "acme")).isEmpty();
        assertThat(person.row("r1", 2, delete, new Text("acme"), true)).containsExactly("DELETE", "DELETE_OBJECT acme");
    }

    @Test
    void aChangeIsAnotherValueThanThePersonsLast() {
        List<Emit> changed = List.of(changes(Crossing.First.ARM));

        assertThat(person.row("r1", 1, changed, new Text("free"), false)).isEmpty();
        assertThat(person.row("r2", 2, changed, new Text("free"), false)).isEmpty();
        assertThat(person.row("r2", 3, changed, new Text("pro"), false)).containsExactly("TRACK");
        assertThat(person.row("r2", 4, changed, Value.NULL, false)).isEmpty();
        assertThat(person.row("r2", 5, changed, new Text("pro"), false)).isEmpty();
        assertThat(person.row("r2", 4, changed, new Text("late"), false)).isEmpty();
        assertThat(person.row("r2", 6, changed, new Text("free"), false)).containsExactly("TRACK");
    }

    @Test
    void anotherOrderOfAMapIsNoChange() {
        List<Emit> changed = List.of(changes(Crossing.First.ARM));

        person.row("r1", 1, changed, new ListValue(List.of(map("b", "a"))), false);
        assertThat(person.row("r1", 2, changed, new ListValue(List.of(map("a", "b"))), false))
                .isEmpty();
        assertThat(person.row("r1", 3, changed, new ListValue(List.of(map("a", "c"))), false))
                .containsExactly("TRACK");
    }

    @Test
    void aMapAsVersionsBeforeRememberedItIsNoChange() {
        Value map = map("b", "a");
        person.memory.put(new Memory.Place("changed", ""), Remembered.value(START, ValueText.canonical(map)));

        assertThat(person.row("r1", 1, List.of(changes(Crossing.First.ARM)), map, false))
                .isEmpty();
    }

    @Test
    void aFirstValueIsAChangeIfThePipelineSaysSo() {
        List<Emit> changed = List.of(changes(Crossing.First.FIRE));

        assertThat(person.row("r1", 1, changed, new Text("free"), false)).containsExactly("TRACK");
        assertThat(person.row("r1", 2, changed, new Text("free"), false)).isEmpty();
    }

    @Test
    void whatASurvivorTakesOverIsSaidAgain() {
        person.row("r1", 1, MEMBER, "acme");
        person.memory.replaceAll((place, remembered) -> remembered.handedOver());

        assertThat(person.row("r1", 2, MEMBER, "acme")).containsExactly("RELATE acme");
    }

    /** Rows come, change, go and come again, some of them late: what was said adds up to what the rows say. */
    @Test
    void theDestinationEndsWithWhatTheRowsSay() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Person somebody = new Person();
            Map<String, List<String>> table = new HashMap<>();
            Set<String> destination = new TreeSet<>();
            for (int second = 1; second <= 30; second++) {
                String row = "r" + random.nextInt(3);
                List<String> ids = Stream.of("a", "b", "c", "d")
                        .filter(id -> random.nextBoolean())
                        .toList();
                boolean late = random.nextInt(5) == 0 && table.containsKey(row);
                boolean gone = !late && random.nextInt(4) == 0;
                List<String> calls = gone
                        ? somebody.gone(row, second, MEMBER)
                        : somebody.row(row, late ? 0 : second, MEMBER, ids.toArray(String[]::new));
                if (!late) {
                    table.put(row, gone ? List.of() : ids);
                }
                for (String call : calls) {
                    String id = call.substring(call.indexOf(' ') + 1);
                    if (call.startsWith("RELATE")) {
                        destination.add(id);
                    } else {
                        destination.remove(id);
                    }
                }
                assertThat(destination)
                        .as("seed %d, second %d", seed, second)
                        .isEqualTo(table.values().stream()
                                .flatMap(List::stream)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
    }

    private static Value map(String... keys) {
        SequencedMap<String, Value> map = new LinkedHashMap<>();
        List.of(keys).forEach(key -> map.put(key, new Text(key)));
        return new StructValue(map);
    }

    private static Emit changes(Crossing.First first) {
        return new Emit.If(
                new Condition.Changes(ValueExpression.parse("ids"), first),
                new Emit.Track("changed", "changed", Optional.empty(), List.of()));
    }

    private static Emit relationship(Action action, String... relation) {
        List<Binding> bindings = relation.length == 0
                ? List.of()
                : List.of(new Binding(relation[0], ValueExpression.parse(relation[1])));
        return new Emit.Relationship("member", action, "1", ValueExpression.parse("ids"), bindings);
    }

    private static ListValue list(String... ids) {
        return new ListValue(List.of(ids).stream().<Value>map(Text::new).toList());
    }

    /** What the rules remember of somebody, from record to record. */
    private static final class Person implements Memory {
        private final Map<Place, Remembered> memory = new HashMap<>();
        private Value leaves = Value.NULL;

        List<String> row(String key, long seconds, List<Emit> emits, String... ids) {
            return row(key, seconds, emits, list(ids), false);
        }

        List<String> gone(String key, long seconds, List<Emit> emits) {
            return row(key, seconds, emits, Value.NULL, true);
        }

        List<String> row(String key, long seconds, List<Emit> emits, Value ids, boolean gone) {
            Classified.Calls calls = (Classified.Calls) classify(key, seconds, emits, ids, gone);
            memory.putAll(calls.notes());
            return calls.calls().stream().map(Person::words).toList();
        }

        String refused(List<Emit> emits, Value ids) {
            return ((Classified.Refused) classify("r1", 100, emits, ids, false)).reason();
        }

        private Classified classify(String key, long seconds, List<Emit> emits, Value ids, boolean gone) {
            SequencedMap<String, Value> values = new LinkedHashMap<>();
            values.put("ids", ids);
            values.put("role", new Text("admin"));
            values.put("leaves", leaves);
            return Classification.of(
                    emits,
                    new Row(key, new StructValue(values), START.plusSeconds(seconds), gone),
                    emit -> Optional.empty(),
                    this);
        }

        private static String words(Call call) {
            String id = call.object().map(object -> " " + object.id()).orElse("");
            String body = call.body().fields().isEmpty() ? "" : " " + ValueText.json(call.body());
            return call.kind() + id + body;
        }

        @Override
        public Optional<Remembered> find(Place place) {
            return Optional.ofNullable(memory.get(place));
        }

        @Override
        public Map<String, Remembered> rows(String emit) {
            return memory.entrySet().stream()
                    .filter(entry -> entry.getKey().emit().equals(emit))
                    .collect(Collectors.toMap(entry -> entry.getKey().row(), Map.Entry::getValue));
        }
    }
}
