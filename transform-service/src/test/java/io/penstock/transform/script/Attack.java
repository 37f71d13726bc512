package io.penstock.transform.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.transform.script.protocol.EngineName;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One case of {@code attacks.txt}.
 *
 * @param expected how it may end: codes, {@code DROPPED}, {@code REFUSED} or JSON values
 */
record Attack(String name, List<String> expected, String text) {
    private static final Pattern WHOLE = Pattern.compile("^(import|export) ", Pattern.MULTILINE);
    private static final Pattern FAULT = Pattern.compile("(?!REFUSED|DROPPED)[A-Z_]+");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INTACT = "const intact = [[].push, JSON.stringify, ''.split, ({}).toString];\n"
            + "const isIntact = () => ({}).polluted === undefined && [[].push, JSON.stringify, ''.split, ({}).toString]"
            + ".every((f, i) => f === intact[i]);\n";

    /** All cases, with the ends that this engine may have in place of V8's. */
    static List<Attack> of(EngineName engine) throws IOException {
        Map<String, String> otherEnds = engine == EngineName.V8
                ? Map.of()
                : read("/script/attacks-quickjs.txt")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .collect(Collectors.toMap(line -> head(line)[0], line -> head(line)[1]));
        return Arrays.stream(read("/script/attacks.txt").split("(?m)^### "))
                .skip(1)
                .map(block -> block.split("\n", 2))
                .map(parts -> new Attack(
                        head(parts[0])[0],
                        ends(otherEnds.getOrDefault(head(parts[0])[0], head(parts[0])[1])),
                        parts[1]))
                .toList();
    }

    private static String[] head(String line) {
        return line.split(" => ", 2);
    }

    private static List<String> ends(String text) {
        return Arrays.asList(text.strip().split("\\|"));
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = Attack.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    boolean isWhole() {
        return WHOLE.matcher(text).find();
    }

    /** Whatever may end as a fault may, on a slow machine, end as the fault that it took too long. */
    List<String> ends() {
        Stream<String> known = expected.stream().map(Attack::normal);
        boolean mayFail = expected.stream().anyMatch(end -> FAULT.matcher(end).matches());
        return (mayFail ? Stream.concat(known, Stream.of("TIMEOUT")) : known).toList();
    }

    /** The body runs for row 2 alone; the others say whether the language is still what it was. */
    String script() {
        if (isWhole()) return text;
        String function = text.contains("await ") ? "async (row, context)" : "(row, context)";
        return INTACT + "const attack = " + function + " => {\n" + text + "};\n"
                + "export function transform(row, context) {\n"
                + "  return row.n === 2 ? attack(row, context) : {n: row.n, isIntact: isIntact()};\n}\n";
    }

    /** A code as it stands, a value as the JSON library writes it. */
    private static String normal(String expected) {
        if (!expected.startsWith("{") && !expected.startsWith("[")) {
            return expected.equals("REFUSED") || expected.equals("DROPPED")
                    ? expected
                    : ScriptErrorCode.valueOf(expected).name();
        }
        try {
            return JSON.readTree(expected).toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + expected, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
