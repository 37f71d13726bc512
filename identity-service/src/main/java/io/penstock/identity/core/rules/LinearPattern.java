package io.penstock.identity.core.rules;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A regular expression whose matching time is linear in the text, so that a pattern in a configuration file can never
 * stop the identity log. The JDK's own engine backtracks: {@code (a+)+$} on 40 letters is enough to hang it.
 *
 * <p>Syntax: literals, {@code . [] [^] \d \w \s \D \W \S}, groups, {@code |}, {@code * + ? {m} {m,} {m,n}}, {@code ^
 * $}. No back-references, look-around or flags. Ignores case. Finds the pattern anywhere unless anchored. Immutable.
 */
public final class LinearPattern {
    private static final int LARGEST_PROGRAM = 4000;
    private static final int LONGEST_PATTERN = 1000;

    private sealed interface Step {
        record Read(IntPredicate accepts) implements Step {}

        record Fork(int first, int second) implements Step {}

        record AtStart() implements Step {}

        record AtEnd() implements Step {}

        record Done() implements Step {}
    }

    private final Step[] program;
    private final First atStart;
    private final First later;

    private LinearPattern(List<Step> program) {
        this.program = program.toArray(Step[]::new);
        this.atStart = First.of(this, 0);
        this.later = First.of(this, 1);
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if it is not in the syntax above, longer than 1,000 characters, or larger than
     *     4,000 steps when written out
     */
    public static LinearPattern compile(String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            throw new IllegalArgumentException("pattern is longer than " + LONGEST_PATTERN);
        }
        PatternNode root = new PatternParser(pattern).parse();
        List<Step> program = new ArrayList<>();
        emit(root, program);
        program.add(new Step.Done());
        return new LinearPattern(program);
    }

    /** Whether the pattern occurs in the text. */
    public boolean find(String text) {
        int at = candidate(text, 0);
        return at >= 0 && find(text, at);
    }

    /** First place from there on where a match may begin; negative if there is none. */
    private int candidate(String text, int from) {
        int length = text.length();
        int at = from;
        while (at < length && !(at == 0 ? atStart : later).accepts(text.charAt(at))) {
            if (later.never()) {
                return -1;
            }
            at++;
        }
        return at;
    }

    private boolean find(String text, int from) {
        int length = text.length();
        int[] open = new int[2 * program.length + 1];
        BitSet current = new BitSet(program.length);
        BitSet next = new BitSet(program.length);
        int at = from;
        while (!reach(current, 0, at, length, open)) {
            if (at == length) {
                return false;
            }
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            for (int step = current.nextSetBit(0); step >= 0; step = current.nextSetBit(step + 1)) {
                if (program[step] instanceof Step.Read(IntPredicate accepts)
                        && accepts.test(point)
                        && reach(next, step + 1, at, length, open)) {
                    return true;
                }
            }
            BitSet spent = current;
            current = next;
            next = spent;
            next.clear();
            if (current.isEmpty()) {
                at = candidate(text, at);
                if (at < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Adds a step and all that follow it without reading; true if the end of the program is among them. */
    private boolean reach(BitSet set, int from, int at, int length, int[] open) {
        int size = 0;
        open[size++] = from;
        while (size > 0) {
            int step = open[--size];
            if (set.get(step)) {
                continue;
            }
            set.set(step);
            switch (program[step]) {
                case Step.Done() -> {
                    return true;
                }
                case Step.Fork(int first, int second) -> {
                    open[size++] = first;
                    open[size++] = second;
                }
                case Step.AtStart() -> {
                    if (at == 0) {
                        open[size++] = step + 1;
                    }
                }
                case Step.AtEnd() -> {
                    if (at == length) {
                        open[size++] = step + 1;
                    }
                }
                case Step.Read _ -> {}
            }
        }
        return false;
    }

    /**
     * Characters that a match beginning somewhere can begin with, so that most texts need no simulation at all.
     *
     * @param ascii by character
     * @param others whether a character beyond ASCII may do
     */
    private record First(BitSet ascii, boolean others) {
        private static final int ASCII = 128;

        static First of(LinearPattern pattern, int at) {
            BitSet set = new BitSet();
            BitSet ascii = new BitSet(ASCII);
            boolean empty = pattern.reach(set, 0, at, -1, new int[2 * pattern.program.length + 1]);
            boolean others = empty;
            for (int step = set.nextSetBit(0); step >= 0; step = set.nextSetBit(step + 1)) {
                others |= pattern.program[step] instanceof Step.AtEnd;
                if (pattern.program[step] instanceof Step.Read(IntPredicate accepts)) {
                    others = true;
                    for (int c = 0; c < ASCII; c++) {
                        ascii.set(c, ascii.get(c) || accepts.test(c));
                    }
                }
            }
            if (empty) {
                ascii.set(0, ASCII);
            }
            return new First(ascii, others);
        }

        boolean accepts(char c) {
            return c < ASCII ? ascii.get(c) : others;
        }

        boolean never() {
            return !others;
        }
    }

    private static void emit(PatternNode node, List<Step> program) {
        if (program.size() > LARGEST_PROGRAM) {
            throw new IllegalArgumentException("pattern is too large");
        }
        switch (node) {
            case PatternNode.Read(IntPredicate accepts) -> program.add(new Step.Read(accepts));
            case PatternNode.Start() -> program.add(new Step.AtStart());
            case PatternNode.End() -> program.add(new Step.AtEnd());
            case PatternNode.Sequence(List<PatternNode> parts) -> parts.forEach(part -> emit(part, program));
            case PatternNode.Choice(PatternNode left, PatternNode right) -> {
                int fork = reserve(program);
                emit(left, program);
                int jump = reserve(program);
                program.set(fork, new Step.Fork(fork + 1, program.size()));
                emit(right, program);
                program.set(jump, new Step.Fork(program.size(), program.size()));
            }
            case PatternNode.Repeat(PatternNode part, int least, int most) -> {
                int before = program.size();
                for (int i = 0; i < least && (i == 0 || program.size() > before); i++) {
                    emit(part, program);
                }
                if (most == PatternNode.UNBOUNDED) {
                    emitLoop(part, program);
                } else {
                    for (int i = least; i < most; i++) {
                        emitOptional(part, program);
                    }
                }
            }
        }
    }

    private static void emitLoop(PatternNode part, List<Step> program) {
        int fork = reserve(program);
        emit(part, program);
        program.add(new Step.Fork(fork, fork));
        program.set(fork, new Step.Fork(fork + 1, program.size()));
    }

    private static void emitOptional(PatternNode part, List<Step> program) {
        int fork = reserve(program);
        emit(part, program);
        program.set(fork, new Step.Fork(fork + 1, program.size()));
    }

    private static int reserve(List<Step> program) {
        program.add(new Step.Done());
        return program.size() - 1;
    }
}
