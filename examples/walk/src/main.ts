import { startEntra, type Entra } from "@product-auth/emulator";
import { startApi, type ApiProcess } from "./api-process.js";
import { readOptions } from "./options.js";
import { PRIMARY_KEY } from "./steps.js";
import { walk } from "./walk.js";

const options = readOptions(process.argv.slice(2));
const entra = await orExit(
  startEntra({
    port: options.entraPort,
    products: { starter: {}, pro: { scopes: ["Orders.Write"] } },
    clients: { contoso: { products: ["starter", "pro"] }, fabrikam: {} },
  }),
);
const api = await orExit(
  startApi({
    AZURE_TENANT_ID: entra.tenantId,
    AZURE_AUTHORITY_HOST: entra.origin,
    STARTER_AUDIENCE: entra.products["starter"]!.audience,
    PRO_AUDIENCE: entra.products["pro"]!.audience,
    SUBSCRIPTIONS_FILE: "subscriptions.local.json",
    HOST: "127.0.0.1",
    PORT: String(options.port),
  }),
);

console.log(`Issuer on ${entra.origin} (Entra-compatible, for development only), API on ${api.origin}\n`);
const right = await walk(entra, api);
console.log(right ? "\nEvery step answered as expected." : "\nNot every step answered as expected.");

if (options.once) {
  await stop();
  process.exit(right ? 0 : 1);
}
console.log(whatNext(entra, api));
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stop().then(() => process.exit(0)));

async function stop(): Promise<void> {
  await api.stop();
  await entra.close();
}

async function orExit<T>(starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

function whatNext(
  { tenantId, discoveryUrl, tokenUrl, clients, products }: Entra,
  { origin }: ApiProcess,
): string {
  const { appId, secret } = clients["contoso"]!;
  return `
Both stay up until you press Ctrl+C. Tenant ${tenantId}
Discovery ${discoveryUrl}

Ask for a token:
  TOKEN=$(curl -s ${tokenUrl} \\
    -d grant_type=client_credentials -d client_id=${appId} \\
    -d client_secret=${secret} \\
    -d scope=${products["starter"]!.audience}/.default | node -p 'JSON.parse(require("fs").readFileSync(0)).access_token')

Call the API with it:
  curl -i ${origin}/orders -H "Authorization: Bearer $TOKEN"

Call it with a subscription key:
  curl -i ${origin}/reports/2026 -H "Ocp-Apim-Subscription-Key: ${PRIMARY_KEY}"
`;
}
