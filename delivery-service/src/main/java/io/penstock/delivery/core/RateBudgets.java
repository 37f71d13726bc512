package io.penstock.delivery.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One budget per account. Thread-safe. */
public final class RateBudgets {
    private final Map<String, RateBudget> byAccount = new ConcurrentHashMap<>();

    /** @param account the same text for all connections to it */
    public RateBudget of(String account) {
        return byAccount.computeIfAbsent(account, name -> new RateBudget());
    }
}
