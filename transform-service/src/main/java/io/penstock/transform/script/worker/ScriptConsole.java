package io.penstock.transform.script.worker;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.penstock.transform.script.protocol.Message;
import io.penstock.transform.script.protocol.Printed;
import io.penstock.transform.script.protocol.Printed.Level;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one script prints: the ends of {@code console.js}, and the masking of what comes out of it. Used by the script
 * thread alone.
 */
final class ScriptConsole {
    /** Whether a row may have been seen by what printed. */
    enum Masking {
        FOR_ROWS,
        NOT_NEEDED
    }

    /** Lines that one call may print, and characters of each before they are masked. */
    private static final int MAX_LINES = 100;

    private static final int MAX_LENGTH = 1_000;
    private static final String FIELD = "\u001f";
    private static final Pattern FIELDS = Pattern.compile(FIELD);

    private final V8ValueObject ends;
    private final ScriptFiles files;
    private final SafeErrors words;

    private ScriptConsole(V8ValueObject ends, ScriptFiles files, SafeErrors words) {
        this.ends = ends;
        this.files = files;
        this.words = words;
    }

    static ScriptConsole open(Engine engine, Isolate isolate, Message.Load source, ScriptFiles files, SafeErrors words)
            throws JavetException {
        try (V8ValueFunction make = isolate.runtime()
                .getExecutor(engine.console())
                .setResourceName("console.js")
                .execute()) {
            V8ValueObject ends = make.call(null, String.join(FIELD, source.personal()), MAX_LINES, MAX_LENGTH);
            return new ScriptConsole(ends, files, words);
        }
    }

    /** For the harness, which knows the running row. */
    V8ValueObject ends() {
        return ends;
    }

    /** Everything printed since the last call. */
    Printed take(Masking masking) throws JavetException {
        String taken = ends.invokeString("take");
        if (taken.isEmpty()) return Printed.NOTHING;
        String[] lines = taken.split("\n");
        List<Printed.Line> printed =
                Arrays.stream(lines).skip(1).map(line -> line(line, masking)).toList();
        return new Printed(printed, Integer.parseInt(lines[0]));
    }

    private Printed.Line line(String line, Masking masking) {
        String[] fields = FIELDS.split(line, 5);
        String text = masking == Masking.FOR_ROWS
                ? words.printed(fields[4], fields[3])
                : fields[4].replaceAll("\\p{Cntrl}", " ");
        return new Printed.Line(Integer.parseInt(fields[0]), Level.valueOf(fields[1]), files.place(fields[2]), text);
    }
}
