// openid-client and an API in one process, against an emulator over https.
import * as client from "openid-client";
import { callApi, startApi, type ApiOptions, type Called } from "../support/api.js";
import { readOrder, report } from "../support/order.js";

/** What the test writes. */
export interface OpenIdOrder {
  readonly api: ApiOptions;
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
}

const order = await readOrder<OpenIdOrder>();
const api = await startApi(order.api);
const configuration = await client.discovery(new URL(order.issuer), order.clientId, order.secret);
const { access_token } = await client.clientCredentialsGrant(configuration, {
  scope: `${order.api.audiences.starter}/.default`,
});
const called: Called = await callApi(api.url("starter"), access_token);
await api.close();
report(called);
