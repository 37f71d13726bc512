package io.penstock.transform.core;

import java.util.HashMap;
import java.util.Map;

/** Keeps names apart that are given twice: the second {@code identify} becomes {@code identify#2}. One per record. */
public final class Names {
    private final Map<String, Integer> seen = new HashMap<>();

    /** The name itself the first time, numbered from 2 afterwards; the same sequence gives the same names. */
    public String distinct(String name) {
        int times = seen.merge(name, 1, Integer::sum);
        return times == 1 ? name : name + "#" + times;
    }
}
