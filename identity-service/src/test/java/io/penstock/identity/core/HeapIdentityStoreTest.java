package io.penstock.identity.core;

class HeapIdentityStoreTest extends IdentityStoreContract {
    @Override
    protected IdentityStore emptyStore() {
        return new HeapIdentityStore();
    }
}
