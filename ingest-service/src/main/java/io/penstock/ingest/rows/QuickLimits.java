package io.penstock.ingest.rows;

import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.schemas.JsonBytes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a contract asks of a column's values, as far as it can be seen in their text: of most values that keep it, that
 * they do. The others are looked at as leaves.
 *
 * @param least lowest whole number within the range
 * @param most highest whole number within the range
 * @param allowed texts of the allowed values; empty allows any
 */
record QuickLimits(boolean ranged, long least, long most, List<byte[]> allowed) {
    private static final long FAR = 1_000_000_000_000_000_000L;
    private static final BigDecimal FARTHEST = BigDecimal.valueOf(FAR);

    /** The limits of a column, if it has any. */
    static Optional<QuickLimits> of(ContractColumn column) {
        boolean ranged = column.min() != null || column.max() != null;
        if (!ranged && column.oneOf().isEmpty()) {
            return Optional.empty();
        }
        long least = column.min() == null ? -FAR : whole(column.min(), RoundingMode.CEILING);
        long most = column.max() == null ? FAR : whole(column.max(), RoundingMode.FLOOR);
        return Optional.of(new QuickLimits(ranged, least, most, literals(column.oneOf())));
    }

    /** Whether a value certainly keeps them. */
    boolean keeps(QuickValues values, int from, int to) {
        return (!ranged || values.isBetween(from, to, least, most))
                && (allowed.isEmpty() || isAllowed(values, from, to));
    }

    private boolean isAllowed(QuickValues values, int from, int to) {
        for (byte[] one : allowed) {
            if (values.is(from, to, one)) {
                return true;
            }
        }
        return false;
    }

    /** A limit beyond all numbers that are looked at stays beyond them. */
    private static long whole(BigDecimal limit, RoundingMode rounding) {
        return limit.max(FARTHEST.negate()).min(FARTHEST).setScale(0, rounding).longValueExact();
    }

    private static List<byte[]> literals(List<Leaf> values) {
        List<byte[]> literals = new ArrayList<>();
        for (Leaf value : values) {
            switch (value) {
                case Leaf.Text(var text) -> literals.add(JsonBytes.literal(text));
                case Leaf.Number(var number) -> literals.add(ascii(number.toPlainString()));
                case Leaf.Truth(var truth) -> literals.add(ascii(Boolean.toString(truth)));
                case Leaf.Nothing _ -> {}
            }
        }
        // no literal may be left, and then nothing may seem to be allowed
        return literals.isEmpty() && !values.isEmpty() ? List.of(new byte[0]) : List.copyOf(literals);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
