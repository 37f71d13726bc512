package io.penstock.databricks.sandbox.lakehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Whether Spark makes bytecode for the statements of a session. For small tables making it takes longer than anything
 * else, so a session begins without; the first large table that it names turns it on for the rest of the session. The
 * answers are the same.
 */
public final class GeneratedCode {
    private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
    private static final String FACTORY_MODE = "spark.sql.codegen.factoryMode";

    /** Bytes of all its files, those of the log included, from which on a table is large. */
    static final long LARGE = 1 << 20;

    private GeneratedCode() {}

    /** Settings of a session that has named no large table. */
    public static Map<String, String> none() {
        return Map.of(WHOLE_STAGE, "false", FACTORY_MODE, "NO_CODEGEN");
    }

    /** To be called before a statement that names the table is planned. */
    static void makeIfLarge(SparkSession session, Path table) {
        if (session.conf().get(WHOLE_STAGE).equals("false") && isLarge(table)) {
            session.conf().set(WHOLE_STAGE, "true");
            session.conf().set(FACTORY_MODE, "FALLBACK");
        }
    }

    private static boolean isLarge(Path table) {
        Sizes sizes = new Sizes();
        try {
            Files.walkFileTree(table, sizes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sizes.sum >= LARGE;
    }

    /** Adds up sizes until they are enough. */
    private static final class Sizes extends SimpleFileVisitor<Path> {
        private long sum;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum += attributes.size();
            return sum < LARGE ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or not ours to read: Delta will say so
        }
    }
}
