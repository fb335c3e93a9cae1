// MSAL and an API in one process, against an emulator over https.
import { ConfidentialClientApplication, type NodeAuthOptions, ServerError } from "@azure/msal-node";
import { callApi, startApi, type ApiOptions, type Called, type Product } from "../support/api.js";
import type { ClientCertificate } from "../support/client-certificate.js";
import { readOrder, report } from "../support/order.js";

/** What the test writes. */
export interface MsalOrder {
  readonly api: ApiOptions;
  readonly clientId: string;
  readonly secret: string;
  readonly certificate: ClientCertificate;
}

/** What the test reads. */
export interface MsalOutcome {
  readonly secret: Called;
  readonly classic: Called;
  readonly certificate: Called;
  readonly fromCache: readonly (boolean | undefined)[];
  readonly wrongSecret: {
    readonly name: string;
    readonly code: string;
    readonly number: string;
    readonly text: string;
  };
}

const order = await readOrder<MsalOrder>();
const { authorityHost, tenantId, audiences } = order.api;
const api = await startApi(order.api);

function application(proof: Partial<NodeAuthOptions>): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: order.clientId,
      authority: `${authorityHost}/${tenantId}`,
      knownAuthorities: [new URL(authorityHost).host], // with the port
      ...proof,
    },
  });
}

const ask = (client: ConfidentialClientApplication, product: Product) =>
  client.acquireTokenByClientCredential({ scopes: [`${audiences[product]}/.default`] });

async function call(client: ConfidentialClientApplication, product: Product): Promise<Called> {
  const result = await ask(client, product);
  return callApi(api.url(product), result!.accessToken);
}

async function failure(): Promise<MsalOutcome["wrongSecret"]> {
  try {
    await ask(application({ clientSecret: "wrong" }), "starter");
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const { name, errorCode, errorNo, errorMessage } = error;
    return { name, code: errorCode, number: String(errorNo), text: errorMessage };
  }
  throw new Error("a wrong secret was accepted");
}

const { privateKey, thumbprintSha256 } = order.certificate;
const bySecret = application({ clientSecret: order.secret });
const byCertificate = application({ clientCertificate: { privateKey, thumbprintSha256 } });
const outcome: MsalOutcome = {
  secret: await call(bySecret, "starter"),
  classic: await call(bySecret, "classic"),
  certificate: await call(byCertificate, "starter"),
  fromCache: [(await ask(bySecret, "starter"))?.fromCache, (await ask(bySecret, "classic"))?.fromCache],
  wrongSecret: await failure(),
};
await api.close();
report(outcome);
