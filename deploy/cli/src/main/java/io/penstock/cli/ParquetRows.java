package io.penstock.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Rows of a Parquet file, one row group after the other: what is broken in one is not found before the rows of those
 * before it are handed over, and is known to be in that one. The library reads ahead in threads of its own, a row group
 * at most.
 */
final class ParquetRows {
    /** Says at INFO which codecs it found. Kept here, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private final Path file;
    private final ParquetFileReader reader;
    private final List<RowGroup> groups;
    private long number;

    private ParquetRows(Path file, ParquetFileReader reader) {
        this.file = file;
        this.reader = reader;
        this.groups = reader.getFileMetaData().rowGroups();
    }

    /**
     * Reads the footer alone, which finds a file that is cut off.
     *
     * @throws CommandFailedException naming the file if it is no whole Parquet file
     */
    static void check(Path file) throws IOException {
        footer(file).close();
    }

    /**
     * Hands over each row, in the file's order.
     *
     * @throws CommandFailedException naming file, row group and row, each from 1, of what cannot be read
     */
    static void read(Path file, ExportRows.Taker taker) throws IOException {
        try (ParquetFileReader reader = footer(file)) {
            ParquetRows rows = new ParquetRows(file, reader);
            for (int group = 0; group < rows.groups.size(); group++) {
                rows.read(group, taker);
            }
        }
    }

    private static ParquetFileReader footer(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try {
            return ParquetFileReader.open(InputFile.of(file));
        } catch (IOException | RuntimeException e) {
            throw new CommandFailedException(file + ": expected a whole Parquet file: " + reason(e));
        }
    }

    private void read(int group, ExportRows.Taker taker) {
        long end = number + groups.get(group).numRows();
        try (RowReader rows = open(group)) {
            for (Optional<ObjectNode> row = next(group, rows); row.isPresent(); row = next(group, rows)) {
                number++;
                taker.take(row.get());
            }
        }
        if (number != end) {
            throw broken(group, "expected the group's last row to be row " + end);
        }
    }

    /** The library says what is broken in exceptions of many kinds; none of them is a fault of the command. */
    private RowReader open(int group) {
        try {
            return reader.buildRowReader().filter(bytes(groups.get(group))).build();
        } catch (RuntimeException e) {
            throw broken(group, reason(e));
        }
    }

    private Optional<ObjectNode> next(int group, RowReader rows) {
        try {
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            rows.next();
            return Optional.of(ParquetJson.object(rows));
        } catch (RuntimeException e) {
            throw broken(group, reason(e));
        }
    }

    /** Where the group's columns lie; the library takes groups by the middle of that. */
    private static RowGroupPredicate bytes(RowGroup group) {
        long start = group.columns().getFirst().chunkStartOffset();
        long size = group.columns().stream()
                .mapToLong(column -> column.metaData().totalCompressedSize())
                .sum();
        return RowGroupPredicate.byteRange(start, start + size);
    }

    private CommandFailedException broken(int group, String reason) {
        return new CommandFailedException(
                "%s, row group %d, row %d: not readable: %s".formatted(file, group + 1, number + 1, reason));
    }

    private static String reason(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
