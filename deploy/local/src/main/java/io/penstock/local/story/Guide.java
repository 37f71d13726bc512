package io.penstock.local.story;

import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/engagement.md} tells people to run, so that the demo runs the same. */
final class Guide {
    private static final Pattern VIEW =
            Pattern.compile("(?s)```sql\\RCREATE OR REPLACE VIEW engagement\\.(\\w+) AS\\R(.*?);\\R```");

    private Guide() {}

    /** A query over the guide's views, with the views in front of it: the stand-in of the warehouse has none. */
    static String withViews(Path home, String query) {
        List<String> views = new ArrayList<>();
        try {
            Matcher view = VIEW.matcher(Files.readString(home.resolve("docs/engagement.md")));
            while (view.find()) {
                views.add(view.group(1) + " AS (\n" + view.group(2) + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (views.isEmpty()) {
            throw new StackException("docs/engagement.md shows no view");
        }
        return ("WITH " + String.join(",\n", views) + "\n" + query)
                .replaceAll("engagement\\.(caused|uplift)", "$1")
                .replace("engagement.", "penstock.engagement.");
    }
}
