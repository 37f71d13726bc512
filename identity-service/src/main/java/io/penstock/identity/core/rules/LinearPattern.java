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

    private final List<Step> program;

    private LinearPattern(List<Step> program) {
        this.program = program;
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
        return new LinearPattern(List.copyOf(program));
    }

    /** Whether the pattern occurs in the text. */
    public boolean find(String text) {
        int[] points = text.codePoints().toArray();
        BitSet current = new BitSet(program.size());
        for (int at = 0; at <= points.length; at++) {
            if (reach(current, 0, at, points.length)) {
                return true;
            }
            if (at == points.length) {
                break;
            }
            BitSet next = new BitSet(program.size());
            for (int step = current.nextSetBit(0); step >= 0; step = current.nextSetBit(step + 1)) {
                if (program.get(step) instanceof Step.Read(IntPredicate accepts)
                        && accepts.test(points[at])
                        && reach(next, step + 1, at + 1, points.length)) {
                    return true;
                }
            }
            current = next;
        }
        return false;
    }

    /** Adds a step and all that follow it without reading; true if the end of the program is among them. */
    private boolean reach(BitSet set, int from, int at, int length) {
        List<Integer> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            int step = open.removeLast();
            if (set.get(step)) {
                continue;
            }
            set.set(step);
            switch (program.get(step)) {
                case Step.Done() -> {
                    return true;
                }
                case Step.Fork(int first, int second) -> {
                    open.add(first);
                    open.add(second);
                }
                case Step.AtStart() -> {
                    if (at == 0) {
                        open.add(step + 1);
                    }
                }
                case Step.AtEnd() -> {
                    if (at == length) {
                        open.add(step + 1);
                    }
                }
                case Step.Read _ -> {}
            }
        }
        return false;
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
