import { type Authority, issuerOf, issuerOriginOf, tokenUrlOf } from "./authority.js";
import { createClock } from "./clock.js";
import { createDirectory } from "./directory/create-directory.js";
import type { Client, Product, User } from "./directory/directory.js";
import { createUsers } from "./directory/users.js";
import type { Entra, RegisteredClient, RegisteredProduct, RegisteredUser } from "./entra.js";
import type { EntraOptions } from "./entra-options.js";
import { createKeyRing } from "./keys/key-ring.js";
import { settleOptions } from "./options/settle-options.js";
import { createFaultBoard } from "./server/faults.js";
import { handleRequest } from "./server/handle-request.js";
import { openListener } from "./server/open-listener.js";
import { createRequestLog } from "./server/request-log.js";
import { obtainTlsIdentity } from "./tls/tls-identity.js";
import { createFlawedTokens } from "./tokens/create-flawed-tokens.js";
import { createSignIns } from "./sign-in/sign-ins.js";
import { draftIdToken } from "./tokens/id-token-wish.js";
import { draftToken, signToken } from "./tokens/token-wish.js";
import { welcome } from "./welcome.js";

/** Starts an Entra-compatible issuer on this machine, for development and tests only. */
export async function startEntra(options: EntraOptions = {}): Promise<Entra> {
  const settings = settleOptions(options, process.env["NODE_ENV"]);
  const { registrations } = settings;
  const clock = createClock(settings.clock);
  const [keyRing, identity] = await Promise.all([
    createKeyRing(() => clock.now()),
    settings.protocol === "https" ? obtainTlsIdentity(settings.host, settings.tlsDirectory) : undefined,
  ]);
  const board = createFaultBoard(() => clock.now());
  const log = createRequestLog();
  const { host, port, allowRemote, controls } = settings;
  const tls = identity === undefined ? {} : { tls: identity };
  const listener = await openListener({ host, port, ...tls, refusing: () => board.refusing() && !controls });
  const { origin } = listener;
  const directory = createDirectory(registrations, { now: clock.now(), isReplicated: board.isReplicated });
  const users = createUsers(directory);
  const signIns = createSignIns(() => clock.now());
  const issuerOrigin = issuerOriginOf(origin, directory);
  const authority: Authority = {
    ...settings,
    directory,
    origin,
    issuerOrigin,
    keyRing,
    clock,
    users,
    signIns,
  };
  const closing = new AbortController();
  const desk = { authority, board, allowRemote, controls, log: log.add, closing: closing.signal };
  listener.serve((request, response) => {
    handleRequest(desk, request, response).catch(() => response.destroy());
  });

  let closed: Promise<void> | undefined;
  const entra: Entra = {
    origin,
    tenantId: directory.tenantId,
    tenantDomain: directory.tenantDomain,
    issuer: issuerOf(issuerOrigin, directory.tenantId, 2),
    issuerV1: issuerOf(issuerOrigin, directory.tenantId, 1),
    discoveryUrl: `${origin}/${directory.tenantId}/v2.0/.well-known/openid-configuration`,
    tokenUrl: tokenUrlOf(origin, directory.tenantId, 2),
    graphUrl: `${origin}/v1.0`,
    ...(identity === undefined ? {} : { caCertificate: identity.ca }),
    products: mapped(registrations.products, registeredProduct),
    clients: mapped(registrations.clients, registeredClient),
    users: mapped(registrations.users, registeredUser),
    async tokenFor(wish) {
      const { header, claims } = draftToken(authority, wish);
      return signToken(authority, header, claims);
    },
    async idTokenFor(wish) {
      const { header, claims } = draftIdToken(authority, wish);
      return signToken(authority, header, claims);
    },
    async sign(claims, header) {
      const usual = { typ: "JWT", alg: "RS256", kid: keyRing.current().kid };
      return signToken(authority, { ...usual, ...header }, claims);
    },
    flawed: createFlawedTokens(authority),
    keys: keyRing.keys,
    faults: board.faults,
    clock,
    requests: log.requests,
    close() {
      closing.abort();
      closed ??= listener.close();
      return closed;
    },
  };
  if (!settings.silent) process.stdout.write(welcome(entra, settings));
  return entra;
}

function registeredProduct({
  appId,
  identifierUris,
  displayName,
  roles,
  version,
}: Product): RegisteredProduct {
  return { appId, audience: identifierUris[0] ?? appId, displayName, roles: [...roles], version };
}

function registeredClient({ appId, secrets, objectId, displayName }: Client): RegisteredClient {
  return { appId, secret: secrets[0]?.value ?? "", objectId, displayName };
}

function registeredUser({ userPrincipalName, displayName, email, objectId, tenantId }: User): RegisteredUser {
  const mail = email === undefined ? {} : { email };
  return { userPrincipalName, displayName, ...mail, objectId, tenantId };
}

function mapped<From, To>(registered: ReadonlyMap<string, From>, to: (one: From) => To): Record<string, To> {
  return Object.fromEntries([...registered].map(([name, one]) => [name, to(one)]));
}
