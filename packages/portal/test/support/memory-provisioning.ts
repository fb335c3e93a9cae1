import { randomBytes, randomUUID } from "node:crypto";
import {
  ProvisioningError,
  type ClientProvisioning,
  type ProductLink,
  type SecretSummary,
} from "@product-auth/core/clients";

type Method = Exclude<keyof ClientProvisioning, "tokenUrl">;

/** An application in the directory of a test. */
interface Registered {
  readonly clientId: string;
  readonly key: string;
  readonly displayName: string;
  readonly roles: Set<string>;
  secrets: (SecretSummary & { readonly secret: string })[];
}

/** Entra ID in the memory of a test. */
export interface MemoryProvisioning extends ClientProvisioning {
  readonly applications: Map<string, Registered>;
  /** All calls, the oldest first. */
  readonly calls: Method[];
  /** Called before each call; what it returns is thrown, what it throws too. */
  before: ((method: Method) => Error | undefined | Promise<Error | undefined>) | undefined;
}

export function memoryProvisioning(clock: () => number = Date.now): MemoryProvisioning {
  const applications = new Map<string, Registered>();
  const calls: Method[] = [];
  async function called(method: Method): Promise<void> {
    calls.push(method);
    const failure = await provisioning.before?.(method);
    if (failure !== undefined) throw failure;
  }
  const existing = (clientId: string) => {
    const found = applications.get(clientId);
    if (found === undefined) throw new ProvisioningError("not-found", "The application does not exist");
    return found;
  };
  const provisioning: MemoryProvisioning = {
    tokenUrl: "https://login.test/tenant/oauth2/v2.0/token",
    applications,
    calls,
    before: undefined,
    async ensureApplication({ key, displayName }) {
      await called("ensureApplication");
      const known = [...applications.values()].find((each) => each.key === key);
      if (known !== undefined) return { clientId: known.clientId };
      const clientId = randomUUID();
      applications.set(clientId, { clientId, key, displayName, roles: new Set(), secrets: [] });
      return { clientId };
    },
    async ensureLink(clientId: string, { name }: ProductLink) {
      await called("ensureLink");
      existing(clientId).roles.add(name);
    },
    async removeLink(clientId: string, { name }: ProductLink) {
      await called("removeLink");
      applications.get(clientId)?.roles.delete(name);
    },
    async listSecrets(clientId) {
      await called("listSecrets");
      return existing(clientId).secrets.map(({ secret: _, ...summary }) => summary);
    },
    async addSecret(clientId, { displayName, endDate }) {
      await called("addSecret");
      const secret = `${randomBytes(3).toString("hex").slice(0, 3)}~${randomBytes(24).toString("base64url")}`;
      const made = {
        keyId: randomUUID(),
        hint: secret.slice(0, 3),
        displayName,
        startDate: clock(),
        endDate: new Date(endDate).getTime(), // a text, where another process asks
        secret,
      };
      existing(clientId).secrets.push(made);
      return { keyId: made.keyId, secret, endDate: made.endDate };
    },
    async removeSecret(clientId, keyId) {
      await called("removeSecret");
      const found = applications.get(clientId);
      if (found !== undefined) found.secrets = found.secrets.filter((secret) => secret.keyId !== keyId);
    },
    async remove(clientId) {
      await called("remove");
      applications.delete(clientId);
    },
  };
  return provisioning;
}
