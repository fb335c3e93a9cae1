import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import type { Server } from "node:http";
import type { DecisionEvent } from "@product-auth/core";
import { startEntra, type Entra } from "@product-auth/emulator";
import type { Framework } from "../../src/ground/frameworks.js";
import { openStage } from "../../src/ground/stage.js";
import { partnerSpa } from "../../src/partner-spa/partner-spa.js";
import { authority } from "./authorities.js";

/** The servers of the scenario partner-spa in this process, without its walk. */
export interface PartnerServers {
  readonly gateway: string;
  /** Origin of the API, and what it needs to stop and to come back. */
  readonly api: { readonly origin: string; stop(): Promise<void>; restart(): Promise<void> };
  readonly app: string;
  /** A token of Megan that the API admits. */
  readonly token: () => Promise<string>;
  /** Codes of the refusals since the last time. */
  readonly codes: () => readonly (string | undefined)[];
  readonly close: () => Promise<void>;
}

const DECISIONS = "product-auth:decision";

export async function startPartnerServers(framework: Framework): Promise<PartnerServers> {
  const opened = openStage(authority, { framework, port: 0, entraPort: 0 });
  const codes: (string | undefined)[] = [];
  const heed = (event: unknown): void => void codes.push((event as DecisionEvent).code);
  let entra: Entra | undefined;
  let server: Server | undefined;
  channel(DECISIONS).subscribe(heed);
  const { places } = await partnerSpa({
    ...opened,
    async startIssuer(options) {
      entra = await startEntra({ port: 0, ...options }); // http: this process does not trust the authority
      opened.onClose(entra.close);
      return entra;
    },
    async listen(options = {}) {
      const listener = await opened.listen(options);
      if (options.https === "client certificates") ({ server } = listener);
      return listener;
    },
  });
  const origin = places["API"]!.split(" ", 1)[0]!;
  return {
    gateway: places["gateway"]!,
    app: new URL(places["app"]!).origin,
    api: {
      origin,
      async stop() {
        server!.close();
        server!.closeAllConnections();
        await once(server!, "close");
      },
      async restart() {
        await once(server!.listen(Number(new URL(origin).port), "127.0.0.1"), "listening");
      },
    },
    token: () =>
      entra!.tokenFor({
        client: "app",
        product: "orders",
        delegated: { scopes: ["Orders.Read"], user: "megan" },
      }),
    codes: () => codes.splice(0),
    async close() {
      channel(DECISIONS).unsubscribe(heed);
      await opened.close();
    },
  };
}
