package io.penstock.control.project;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values as emits name them: {@code feature_summary.tenure}, {@code features | mean}, {@code `odd name`[0]}. */
final class Expressions {
    private static final Pattern QUOTED = Pattern.compile("\\s*`((?:[^`]|``)+)`.*", Pattern.DOTALL);

    private Expressions() {}

    /** The column that a value begins at. */
    static String column(String value) {
        Matcher quoted = QUOTED.matcher(value);
        return quoted.matches() ? quoted.group(1).replace("``", "`") : value.split("[.\\[|]", 2)[0].strip();
    }
}
