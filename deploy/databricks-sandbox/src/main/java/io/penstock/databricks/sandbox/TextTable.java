package io.penstock.databricks.sandbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows as aligned text: names, a rule, and one line per row. */
final class TextTable {
    private static final int WIDEST = 120;

    private final List<String> names;
    private final List<List<String>> rows;

    private TextTable(List<String> names, List<List<String>> rows) {
        this.names = names;
        this.rows = rows;
    }

    static TextTable of(ResultSet source) throws SQLException {
        int columns = source.getMetaData().getColumnCount();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            names.add(source.getMetaData().getColumnLabel(i));
        }
        List<List<String>> rows = new ArrayList<>();
        while (source.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(shown(source.getString(i)));
            }
            rows.add(row);
        }
        return new TextTable(names, rows);
    }

    int size() {
        return rows.size();
    }

    private static String shown(String value) {
        if (value == null) {
            return "NULL";
        }
        String line = value.replaceAll("\\s+", " ");
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, names.size())
                .map(i -> Math.max(
                        names.get(i).length(),
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0)))
                .toArray();
        StringBuilder text = new StringBuilder(line(names, widths));
        text.append(line(IntStream.of(widths).mapToObj("-"::repeat).toList(), widths));
        rows.forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                        .mapToObj(i -> cells.get(i)
                                + " ".repeat(widths[i] - cells.get(i).length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }
}
