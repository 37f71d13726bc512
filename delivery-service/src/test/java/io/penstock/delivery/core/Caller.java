package io.penstock.delivery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Has calls carried and keeps their last words apart: a future for each, which stays open if the call is forgotten. */
public final class Caller {
    private final Map<Object, CompletableFuture<Ending>> endings = new ConcurrentHashMap<>();
    private final Courier courier;

    public Caller(Courier courier) {
        this.courier = courier;
        courier.tell(answer ->
                answer.forEach(ending -> endings.remove(ending.call().owner()).complete(ending)));
    }

    /** In the order of the calls. */
    public List<CompletableFuture<Ending>> carry(List<Call> calls) {
        List<CompletableFuture<Ending>> futures = new ArrayList<>();
        List<Call> owned = new ArrayList<>();
        for (Call call : calls) {
            Object owner = new Object();
            CompletableFuture<Ending> future = new CompletableFuture<>();
            endings.put(owner, future);
            futures.add(future);
            owned.add(call.of(owner));
        }
        courier.carry(owned);
        return futures;
    }
}
