package io.penstock.delivery.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead letter lies on its topic; written {@code 3-1207}. */
public record DeadLetterId(int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})-(\\d{1,18})");

    /** Empty if the text is not one. */
    public static Optional<DeadLetterId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new DeadLetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
