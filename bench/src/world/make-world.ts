import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEntra, type Entra } from "@product-auth/emulator";
import type { World } from "./world.js";

/** A world that is up, the file it is written in, and its end. */
export interface OpenWorld {
  readonly world: World;
  readonly file: string;
  readonly entra: Entra;
  readonly close: () => Promise<void>;
}

/** Seconds that tokens live: no run takes as long. */
const LIFETIME = 6 * 3600;

/** Starts an issuer and lets it give so many different tokens. What `tell` throws ends it. */
export async function makeWorld(
  tokens: number,
  tell: (done: number, of: number) => void = () => undefined,
): Promise<OpenWorld> {
  const folder = mkdtempSync(join(tmpdir(), "product-auth-bench-"));
  // Over https: some peers take keys from nowhere else.
  const entra = await startEntra({
    protocol: "https",
    products: { starter: {} },
    clients: { contoso: { products: ["starter"] } },
  });
  const starter = entra.products["starter"]!;
  const world: World = {
    origin: entra.origin,
    tenantId: entra.tenantId,
    issuer: entra.issuer,
    discoveryUrl: entra.discoveryUrl,
    jwksUri: `${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`,
    audience: starter.audience,
    appId: starter.appId,
    signingKid: entra.keys.signingKid,
    caFile: join(folder, "ca.pem"),
    tokensFile: join(folder, "tokens"),
  };
  const close = async () => {
    await entra.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const made: string[] = [];
  try {
    while (made.length < tokens) {
      made.push(await entra.tokenFor({ client: "contoso", product: "starter", lifetime: LIFETIME }));
      if (made.length % 500 === 0) tell(made.length, tokens);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const file = join(folder, "world.json");
  writeFileSync(world.tokensFile, made.join("\n"));
  writeFileSync(world.caFile, entra.caCertificate!);
  writeFileSync(file, JSON.stringify(world));
  return {
    world,
    file,
    entra,
    close,
  };
}
