import type { EntraOptions } from "../entra-options.js";
import { isGuid } from "../directory/guid.js";
import { checkShape, isRecord, type Kind, kinds, oneOf, whole } from "./check-shape.js";
import { checkUnique } from "./check-unique.js";
import type { Settings } from "./settings.js";
import { isDevelopment, tidy } from "./is-development.js";
import { listed } from "./settle-assignments.js";
import { settleClients } from "./settle-clients.js";
import { settleProducts } from "./settle-products.js";
import { settleUsers } from "./settle-users.js";

const shape: Record<keyof EntraOptions, Kind> = {
  host: kinds.text,
  allowRemote: kinds.flag,
  port: whole(0, 65_535),
  protocol: oneOf("http", "https"),
  tls: kinds.record,
  tenantId: { description: "a GUID", fits: (value) => typeof value === "string" && isGuid(value) },
  tenantDomain: {
    description: "a domain name",
    fits: (value) => typeof value === "string" && /^[\w-]+(\.[\w-]+)+$/.test(value),
  },
  tenantType: oneOf("workforce", "external"),
  products: kinds.record,
  clients: kinds.record,
  users: kinds.record,
  selfServiceSignUp: kinds.flag,
  autoSignIn: kinds.text,
  controls: kinds.flag,
  clock: kinds.clock,
  tokenLifetime: whole(1, 31_536_000),
  lenientAssertionAudience: kinds.flag,
  silent: kinds.flag,
  force: kinds.flag,
};

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** Fills in the defaults. Throws one error that lists every problem with its path and fix. `environment`: the value of `NODE_ENV`. */
export function settleOptions(given: EntraOptions, environment: string | undefined): Settings {
  const problems: string[] = [];
  checkShape(given, "", shape, problems);
  const options: EntraOptions = isRecord(given) ? given : {};
  if (isRecord(options.tls)) checkShape(options.tls, "tls", { directory: kinds.text }, problems);
  const host = options.host ?? "127.0.0.1";
  if (options.allowRemote !== true && !loopback.test(host))
    problems.push(
      `host: "${host}" can be reached by others, who would get tokens; use 127.0.0.1, or set allowRemote: true.`,
    );
  if (options.allowRemote === true && options.controls === true)
    problems.push("controls: other machines could break this issuer; remove controls, or allowRemote.");
  if (!isDevelopment(environment) && options.force !== true)
    problems.push(
      `NODE_ENV is ${tidy(environment).slice(0, 40)}, not development or test, and this issuer gives tokens to anyone; unset it, or set force: true.`,
    );
  const tenantId = (options.tenantId ?? "aaaabbbb-0000-cccc-1111-dddd2222eeee").toLowerCase();
  const bare = options.products === undefined && options.clients === undefined;
  const products = settleProducts(bare ? { starter: {} } : (options.products ?? {}), problems);
  const wanted = bare ? { contoso: { products: ["starter"] } } : (options.clients ?? {});
  const clients = settleClients(wanted, products, tenantId, problems);
  checkUnique(products, clients, problems);
  const tenantDomain = (options.tenantDomain ?? "contoso.onmicrosoft.com").toLowerCase();
  const users = settleUsers(options.users ?? {}, { tenantId, tenantDomain, clients }, problems);
  const { autoSignIn } = options;
  if (kinds.text.fits(autoSignIn) && !users.has(autoSignIn!) && isRecord(options.users ?? {}))
    problems.push(
      `autoSignIn: there is no user "${autoSignIn}"; add it to users, or use ${listed(users.keys())}.`,
    );
  if (problems.length > 0)
    throw new Error(`The emulator cannot start:\n${problems.map((one) => `- ${one}`).join("\n")}`);
  return {
    host,
    allowRemote: options.allowRemote ?? false,
    port: options.port ?? 0,
    protocol: options.protocol ?? "http",
    tlsDirectory: options.tls?.directory,
    registrations: {
      tenantId,
      tenantDomain,
      isExternal: options.tenantType === "external",
      products,
      clients,
      users,
    },
    selfServiceSignUp: options.selfServiceSignUp ?? false,
    autoSignIn,
    controls: options.controls ?? false,
    clock: options.clock ?? (() => Date.now()),
    tokenLifetime: options.tokenLifetime,
    lenientAssertionAudience: options.lenientAssertionAudience ?? false,
    silent: options.silent ?? true,
  };
}
