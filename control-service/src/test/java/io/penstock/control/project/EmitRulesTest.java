package io.penstock.control.project;

import static io.penstock.control.project.Projects.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.core.Problem;
import io.penstock.control.core.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Emits of a pipeline without a script, and exactly what is said about them. */
class EmitRulesTest {
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());
    private static final String COLUMNS = "id, email, score, tier, companies, since";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: identify, attributes: { plan: { value: pro }, at: since | unixSeconds, m: companies | count }",
                "type: identify, attributes: { level: { from: tier }, 's_': score.* }, when: { isTrue: tier }",
                "type: page, seen: tier, properties: { at: since | isoTime }",
                "type: screen, seen: tier",
                "type: track, event: tier_changed, when: { changes: tier, first: fire }",
                "type: track, event: left, when: { row: deleted }",
                "type: object, objectType: '1', id: id, attributes: { tier: tier }, relateTo: person, relation: { since: since }",
                "type: relationship, objectType: '2', ids: companies",
                "type: relationship, objectType: '2', ids: companies, action: remove, when: { isTrue: tier }",
                "type: track, event: left, when: { row: deleted }, properties: { id: id, why: { value: gone } }",
                "type: delete, when: { row: deleted }",
                "type: delete, objectType: '1', id: id, when: { isTrue: tier }"
            })
    void takes(String emit) {
        assertThat(problems(emit, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            type: identify                                                              | expected attributes or unset with type identify, found neither
            type: identify, attributes: { a: { from: tier, value: x } }                 | expected a name, a path, or { value: … }, found a map
            type: identify, attributes: { a: {} }                                       | expected a name, a path, or { value: … }, found an empty map
            type: identify, attributes: { a: { from: teir } }                           | expected a column of the contract (%s), found 'teir'; did you mean 'tier'?
            type: object, objectType: '1', id: id, relateTo: object                     | expected person, as Customer.io has no relations between objects, found text 'object'
            type: object, objectType: '1', id: id, relation: { role: tier }             | expected relateTo: person beside relation, found none
            type: object, objectType: '1', id: idd                                      | expected a column of the contract (%s), found 'idd'; did you mean 'id'?
            type: object, objectType: company, id: id                                   | expected the number of an object type as text, such as "1", found text 'company'
            type: relationship, objectType: '1'                                         | expected the key 'ids' in spec.emit[0], found none
            type: relationship, objectType: '1', ids: companie                          | expected a column of the contract (%s), found 'companie'; did you mean 'companies'?
            type: delete                                                                | expected the key 'when' with type delete, as every row would delete, found none
            type: delete, objectType: '1', when: { row: deleted }                       | expected objectType and id for an object, or neither for the person, found objectType alone
            type: delete, when: { crosses: score, above: 1 }                            | expected no key 'crosses' with type delete, found one
            type: track, event: e, when: { isTrue: tier, row: deleted }                 | expected exactly one of the keys crosses, changes, isTrue, row, found isTrue and row
            type: track, event: e, when: { changes: tier, above: 1 }                    | expected a level only beside crosses, found changes
            type: track, event: e, when: { isTrue: tier, first: arm }                   | expected first only beside crosses or changes, found isTrue
            type: identify, attributes: { a: 'companies[0' }                            | expected a position such as [0], found '0'
            type: identify, attributes: { '': tier }                                    | expected an attribute name, found a blank one, which only all of a struct (summary.*) may have as its prefix
            type: identify, attributes: { a: { value: { b: 1 } } }                      | expected text, a number, true or false or a list, found a map
            type: track, event: ' '                                                     | expected an event name, found blanks
            type: track, event: e, name: "a\tb"                                        | expected a name, found one with a control character
            type: track, event: e, when: { crosses: score.*, above: 1 }                 | expected one value, found all of a struct (score.*)
            type: object, objectType: '1', id: score.*                                  | expected one value, found all of a struct (score.*)
            type: track, event: e, when: { crosses: score, above: 1, dwell: P36501D }   | expected a duration of at most P36500D, found 'P36501D'
            type: track, event: e, when: { crosses: score, above: 1, coolDown: P99999999999999999999D } | expected a duration of at most P36500D, found 'P99999999999999999999D'
            type: identify, attributes: { _Update: tier }                               | expected an attribute that is only data, found '_update', which steers the call at Customer.io (if it is meant: destination.allowNames)
            type: track, event: e, when: { row: deleted }, properties: { t: tier }      | expected the key column (id), as of a deleted row nothing else is known, found 'tier'
            type: delete, objectType: '1', id: tier, when: { row: deleted }             | expected the key column (id), as of a deleted row nothing else is known, found 'tier'
            type: track, event: User deleted                                            | expected an event that only happens, found 'User Deleted', which acts at Customer.io (if it is meant: destination.allowNames)
            type: track, event: e, properties: { Recipient: tier }                      | expected a property that is only data, found 'recipient', which redirects messages at Customer.io (if it is meant: destination.allowNames)
            """)
    void saysWhatIsWrong(String emit, String problem) {
        assertThat(problems(emit, "")).extracting(Problem::message).containsExactly(problem.formatted(COLUMNS));
    }

    @Test
    void everyProblemHasItsPlace() {
        assertThat(problems("type: track, event: e, properties: { Recipient: tier }", ""))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.file()).isEqualTo(PLAIN);
                    assertThat(problem.line()).isEqualTo(22);
                    assertThat(problem.column()).isEqualTo(46);
                });
    }

    @Test
    void ofARowWithTwoKeyColumnsNothingIsKnownOnceItIsDeleted() {
        Map<String, String> files = files("type: track, event: e, when: { row: deleted }, properties: { id: id }", "");
        files.put(PLAIN, files.get(PLAIN).replace("key: [id]", "key: [id, tier]"));

        assertThat(((Reading.Refused) READER.read(files)).problems())
                .extracting(Problem::message)
                .containsExactly(
                        "expected no column with row: deleted, as only a key of one column is known of a deleted row, found 'id'");
    }

    @Test
    void namesOnlyAttributesThatThereAreForTruncation() {
        assertThat(problems("type: identify, attributes: { plan: tier, m: score }", ", truncate: [plan, plann]"))
                .extracting(Problem::message)
                .containsExactly(
                        "expected an attribute or a property of an emit (plan, m), found 'plann'; did you mean 'plan'?");
        assertThat(problems("type: identify, attributes: { 's_': score.* }", ", truncate: [s_text]"))
                .isEmpty();
    }

    @Test
    void reservedNamesThatAreMeantPass() {
        String emit = "type: track, event: User Deleted, properties: { recipient: email }";

        assertThat(problems(emit, ", allowNames: [user deleted, recipient]")).isEmpty();
        assertThat(problems(emit, ", allowNames: [recipient]")).hasSize(1);
    }

    @Test
    void onlyReservedNamesCanBeAllowed() {
        assertThat(problems("type: track, event: e", ", allowNames: [recipent]"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .endsWith("found 'recipent'; did you mean 'recipient'?");
    }

    @Test
    void objectsAloneNeedNoAddress() {
        Map<String, String> files = files("type: object, objectType: '1', id: id", "");
        files.put(PLAIN, files.get(PLAIN).replace("    address: [email]\n", ""));

        assertThat(READER.read(files)).isInstanceOf(Reading.Accepted.class);
        files.put(PLAIN, files.get(PLAIN).replace("id: id }", "id: id, relateTo: person }"));
        assertThat(READER.read(files)).isInstanceOf(Reading.Refused.class);
    }

    private static List<Problem> problems(String emit, String destination) {
        return READER.read(files(emit, destination)) instanceof Reading.Refused refused
                ? refused.problems()
                : List.of();
    }

    private static Map<String, String> files(String emit, String destination) {
        Map<String, String> files = Projects.withPlainPipeline();
        String name = PLAIN.split("/")[1];
        files.put(PLAIN, """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: %s }
                spec:
                  source:
                    connection: databricks-prod
                    table: main.ml.scores
                    key: [id]
                    change: { by: row-version }
                    contract:
                      columns:
                        id:        { type: string, required: true }
                        email:     { type: string }
                        score:     { type: double }
                        tier:      { type: string }
                        companies: { type: array<string> }
                        since:     { type: timestamp }
                  identity:
                    given: { email: email }
                    address: [email]
                  emit:
                    - { %s }
                  destination: { connection: customerio-prod%s }
                """.formatted(name, emit, destination));
        return files;
    }
}
