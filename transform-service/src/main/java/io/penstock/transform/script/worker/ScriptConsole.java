package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Printed;
import io.penstock.transform.script.protocol.Printed.Level;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Masks what one script prints, as it comes out of {@code console.js}. */
final class ScriptConsole {
    /** Whether a row may have been seen by what printed. */
    enum Masking {
        FOR_ROWS,
        NOT_NEEDED
    }

    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private final ScriptFiles files;
    private final SafeErrors words;

    ScriptConsole(ScriptFiles files, SafeErrors words) {
        this.files = files;
        this.words = words;
    }

    /** What was taken from the console, ready to leave the worker. */
    Printed printed(String taken, Masking masking) {
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
