package io.penstock.delivery.readback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * How far an activity log was worked off: everything before a second, and of what comes after it the entries that are
 * listed. The list covers the last minutes, because entries may appear out of order. Immutable.
 *
 * @param floor unix seconds; entries before it are done
 * @param done entries from the floor on that are done, the oldest first
 */
public record ActivityPosition(long floor, List<Done> done) {
    /** How late an entry may appear behind a newer one. */
    static final Duration OVERLAP = Duration.ofMinutes(2);

    /** Seven bytes each: 3,734 characters of the 4,096 that the broker keeps with an offset. */
    static final int MOST = 400;

    private static final String FORM = "a1:";
    private static final int DIGEST = 5;
    private static final int ENTRY = Short.BYTES + DIGEST;

    /** @param digest of the entry's id, 40 bits */
    public record Done(long second, long digest) {}

    public ActivityPosition {
        done = List.copyOf(done);
    }

    /** Everything that the log holds now counts as done. */
    static ActivityPosition after(List<Activity> newestFirst) {
        long newest = newestFirst.stream()
                .mapToLong(entry -> entry.at().getEpochSecond())
                .max()
                .orElse(0);
        return new ActivityPosition(
                newest,
                newestFirst.stream()
                        .filter(entry -> entry.at().getEpochSecond() == newest)
                        .map(ActivityPosition::done)
                        .limit(MOST)
                        .toList());
    }

    boolean isBefore(Activity entry) {
        return entry.at().getEpochSecond() >= floor && !done.contains(done(entry));
    }

    /** Whether nothing older can be new. */
    boolean isBeyond(Activity entry) {
        return entry.at().getEpochSecond() < floor;
    }

    /** These are done too. */
    ActivityPosition with(List<Activity> entries) {
        List<Done> all = new ArrayList<>(done);
        entries.forEach(entry -> all.add(done(entry)));
        all.sort(Comparator.comparingLong(Done::second));
        long newest = all.isEmpty() ? floor : all.getLast().second();
        long from = Math.max(floor, newest - OVERLAP.toSeconds());
        if (all.size() > MOST) {
            // The list begins with a whole second: half of one would be done again.
            from = Math.max(from, all.get(all.size() - MOST - 1).second() + 1);
        }
        long lowest = from;
        return new ActivityPosition(
                lowest, all.stream().filter(one -> one.second() >= lowest).toList());
    }

    /** As text that is at most 4,096 characters long. */
    String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(done.size() * ENTRY);
        for (Done one : done) {
            bytes.putShort((short) (one.second() - floor));
            byte[] digest =
                    ByteBuffer.allocate(Long.BYTES).putLong(one.digest()).array();
            bytes.put(digest, Long.BYTES - DIGEST, DIGEST);
        }
        return FORM + floor + ":" + Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static ActivityPosition decode(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || !text.startsWith(FORM)) {
            throw new IllegalArgumentException("expected a position that begins with " + FORM);
        }
        long floor = Long.parseLong(parts[1]);
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(parts[2]));
        List<Done> done = new ArrayList<>();
        while (bytes.remaining() >= ENTRY) {
            long second = floor + Short.toUnsignedInt(bytes.getShort());
            byte[] digest = new byte[Long.BYTES];
            bytes.get(digest, Long.BYTES - DIGEST, DIGEST);
            done.add(new Done(second, ByteBuffer.wrap(digest).getLong()));
        }
        return new ActivityPosition(floor, done);
    }

    private static Done done(Activity entry) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(entry.id().getBytes(StandardCharsets.UTF_8));
            return new Done(
                    entry.at().getEpochSecond(), ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - DIGEST * Byte.SIZE));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Time of the newest entry that is done. */
    Instant newest() {
        return Instant.ofEpochSecond(done.isEmpty() ? floor : done.getLast().second());
    }
}
