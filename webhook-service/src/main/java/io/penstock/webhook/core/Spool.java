package io.penstock.webhook.core;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32;

/**
 * Entries on disk in the order they came, until somebody takes them. An entry is safe when {@link #append} returns
 * true: written and forced, also across a kill or a loss of power.
 *
 * <p>A folder of segment files; a segment goes when all of it was taken. How far a segment was taken is not written
 * down: after a crash it is read again from its start, so whoever takes entries must bear copies. A torn end of a
 * segment was never acknowledged and is not read. Any number of threads append, one drains. One process per folder.
 */
public final class Spool implements AutoCloseable {
    private static final String SUFFIX = ".spool";
    private static final int HEADER = 8;

    private final Path folder;
    private final long capacity;
    private final long segmentBytes;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private Segment current;
    private long bytes;
    private long entries;

    private Spool(Path folder, long capacity, long segmentBytes) {
        this.folder = folder;
        this.capacity = capacity;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Opens a folder, which is created if it is missing, with what an earlier process left in it.
     *
     * @param capacity most bytes on disk; what would go beyond is not taken
     * @param segmentBytes size at which a new file begins: most that comes again after a crash
     */
    public static Spool open(Path folder, long capacity, long segmentBytes) throws IOException {
        Files.createDirectories(folder);
        Spool spool = new Spool(folder, capacity, segmentBytes);
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                spool.adopt(file);
            }
        }
        return spool;
    }

    private void adopt(Path file) throws IOException {
        String name = file.getFileName().toString();
        Segment segment = new Segment(file, null);
        segment.written = Files.size(file);
        segment.entries = read(file, Long.MAX_VALUE).size();
        segments.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), segment);
        bytes += segment.written;
        entries += segment.entries;
    }

    /** Entries not taken yet. */
    public synchronized long size() {
        return entries;
    }

    /** Whether nothing waits. */
    public synchronized boolean isEmpty() {
        return entries == 0;
    }

    /**
     * Adds an entry. Blocks for one write to disk, shared with others that come at the same time.
     *
     * @return whether it is safe; false if the folder is full or the disk fails
     */
    public boolean append(byte[] entry) {
        Segment segment;
        long end;
        synchronized (this) {
            if (bytes + HEADER + entry.length > capacity) {
                return false;
            }
            try {
                segment = current();
                end = segment.write(entry);
            } catch (IOException e) {
                current = null;
                return false;
            }
            bytes += HEADER + entry.length;
            entries++;
        }
        return segment.force(end);
    }

    /**
     * Gives entries away from the oldest on, until none is taken or none is left.
     *
     * @param taker is given entries in order, at least one, and says how many of them it took from the front; the
     *     others are given again, with 0 not before the next call
     */
    public void drain(ToIntFunction<List<byte[]>> taker) throws IOException {
        Optional<Segment> oldest = oldest();
        while (oldest.isPresent()) {
            if (!drain(oldest.get(), taker)) {
                return;
            }
            oldest = oldest();
        }
    }

    @Override
    public synchronized void close() {
        current = null;
        segments.values().forEach(Segment::close);
    }

    private synchronized Optional<Segment> oldest() {
        return Optional.ofNullable(segments.firstEntry()).map(Map.Entry::getValue);
    }

    private boolean drain(Segment segment, ToIntFunction<List<byte[]>> taker) throws IOException {
        List<byte[]> found = read(segment.file, segment.end());
        while (segment.taken < found.size()) {
            int taken = taker.applyAsInt(found.subList((int) segment.taken, found.size()));
            if (taken == 0) {
                return false;
            }
            synchronized (this) {
                segment.taken += taken;
                entries -= taken;
            }
        }
        return retire(segment, found.size());
    }

    /** True also if there came more to it meanwhile: the next round finds that. */
    private synchronized boolean retire(Segment segment, int seen) throws IOException {
        if (segment.entries > seen) {
            return true;
        }
        current = current == segment ? null : current;
        segment.close();
        segments.pollFirstEntry();
        bytes -= segment.written;
        Files.delete(segment.file);
        return true;
    }

    private Segment current() throws IOException {
        if (current != null && current.written < segmentBytes) {
            return current;
        }
        long number = segments.isEmpty() ? 1 : segments.lastKey() + 1;
        Path file = folder.resolve("%012d%s".formatted(number, SUFFIX));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        current = new Segment(file, channel);
        segments.put(number, current);
        return current;
    }

    private static List<byte[]> read(Path file, long end) throws IOException {
        List<byte[]> found = new ArrayList<>();
        long size = Math.min(Files.size(file), end);
        long at = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (at + HEADER <= size) {
                int length = in.readInt();
                int sum = in.readInt();
                if (length < 0 || at + HEADER + length > size) {
                    break;
                }
                byte[] entry = in.readNBytes(length);
                if (sum != sum(entry)) {
                    break;
                }
                found.add(entry);
                at += HEADER + length;
            }
        } catch (EOFException e) {
            return found;
        }
        return found;
    }

    private static int sum(byte[] entry) {
        CRC32 crc = new CRC32();
        crc.update(entry);
        return (int) crc.getValue();
    }

    private static final class Segment {
        private final Path file;
        private final FileChannel channel;
        private volatile long written;
        private long entries;
        private long taken;
        private long forced;
        private boolean retired;

        Segment(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        long end() {
            return written;
        }

        /** Called by one thread at a time. */
        long write(byte[] entry) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(HEADER + entry.length)
                    .putInt(entry.length)
                    .putInt(sum(entry))
                    .put(entry)
                    .flip();
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            entries++;
            written += HEADER + entry.length;
            return written;
        }

        /** Forces what was written so far, unless another thread's force has covered it; a retired one is taken. */
        synchronized boolean force(long end) {
            if (forced >= end) {
                return true;
            }
            long covered = written;
            try {
                channel.force(false);
            } catch (ClosedChannelException e) {
                return forced >= end || retired;
            } catch (IOException e) {
                return false;
            }
            forced = covered;
            return true;
        }

        synchronized void close() {
            retired = true;
            if (channel == null) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                forced = written;
            }
        }
    }
}
