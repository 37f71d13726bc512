package io.penstock.databricks.sandbox.thrift;

import com.databricks.internal.apache.thrift.TApplicationException;
import com.databricks.internal.apache.thrift.TException;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import com.databricks.jdbc.model.client.thrift.generated.TCancelDelegationTokenReq;
import com.databricks.jdbc.model.client.thrift.generated.TCancelDelegationTokenResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetDelegationTokenReq;
import com.databricks.jdbc.model.client.thrift.generated.TGetDelegationTokenResp;
import com.databricks.jdbc.model.client.thrift.generated.TRenewDelegationTokenReq;
import com.databricks.jdbc.model.client.thrift.generated.TRenewDelegationTokenResp;

/** The calls of the protocol that no warehouse offers: Hive's delegation tokens. */
abstract class UnofferedCalls implements TCLIService.Iface {
    @Override
    public TGetDelegationTokenResp GetDelegationToken(TGetDelegationTokenReq request) throws TException {
        throw unoffered();
    }

    @Override
    public TCancelDelegationTokenResp CancelDelegationToken(TCancelDelegationTokenReq request) throws TException {
        throw unoffered();
    }

    @Override
    public TRenewDelegationTokenResp RenewDelegationToken(TRenewDelegationTokenReq request) throws TException {
        throw unoffered();
    }

    private static TException unoffered() {
        return new TApplicationException(TApplicationException.UNKNOWN_METHOD, "No delegation tokens here.");
    }
}
