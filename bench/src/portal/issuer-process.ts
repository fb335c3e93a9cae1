import { startEntra } from "@product-auth/emulator";
import type { IssuerMessage } from "./start-api.js";

// The issuer of the people who sign in, apart from the API: `issuer-process.js PORT PORTAL`, the port and the portal's address.
const [port = "", portal = ""] = process.argv.slice(2);

const entra = await startEntra({
  port: Number(port),
  clients: { portal: { redirectUris: { web: [`${portal}/signin/entra/callback`] } } },
  users: { adele: { displayName: "Adele Vance" } },
});
const { tenantId, origin } = entra;
const { appId, secret } = entra.clients["portal"]!;
const ready: IssuerMessage = { tenantId, origin, appId, secret };
process.on("disconnect", () => process.exit());
process.send!(ready);
