// Outgoing proxies and certificate authorities, in code and in the environment of the process.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { startEntra } from "@product-auth/emulator";
import { behindProxy } from "../dist/fetching/proxy.js";
import { startProxy } from "./forward-proxy.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
const hasEnvProxy = major >= 24 || (major === 22 && minor >= 21);

async function ready(entra, env) {
  const words = [entra.origin, entra.tenantId, entra.products.starter.audience];
  const child = spawn(process.execPath, [join(import.meta.dirname, "ready.mjs"), ...words], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const code = await new Promise((ended) => child.on("close", ended));
  return { code, errors };
}

it("ProxyAgent through the option fetch", async () => {
  const entra = await startEntra({ products: { starter: {} } });
  const proxy = await startProxy();
  const { tenantId, origin, products } = entra;
  const { audience } = products.starter;
  const auth = behindProxy(
    { tenantId, authorityHost: origin, products: { starter: { audience } } },
    proxy.url,
  );
  await auth.ready();
  ok(proxy.seen.length > 0);
  deepEqual([...new Set(proxy.seen)], [new URL(origin).host]);
  await auth.close();
  await entra.close();
  await proxy.close();
});

it("NODE_USE_ENV_PROXY", { skip: !hasEnvProxy }, async () => {
  const entra = await startEntra({ products: { starter: {} } });
  const proxy = await startProxy();
  const { code, errors } = await ready(entra, {
    NODE_USE_ENV_PROXY: "1",
    HTTP_PROXY: proxy.url,
    NO_PROXY: "",
  });
  equal(code, 0, errors);
  ok(proxy.seen.length > 0);
  await entra.close();
  await proxy.close();
});

it("NODE_EXTRA_CA_CERTS", async () => {
  const directory = await mkdtemp(join(tmpdir(), "product-auth-ca-"));
  const entra = await startEntra({ products: { starter: {} }, protocol: "https", tls: { directory } });
  const refused = await ready(entra, {});
  equal(refused.code, 1);
  match(refused.errors, /UnavailableError/);
  const { code, errors } = await ready(entra, { NODE_EXTRA_CA_CERTS: join(directory, "ca.pem") });
  equal(code, 0, errors);
  await entra.close();
  await rm(directory, { recursive: true });
});
