import type { Problem } from "@product-auth/core";
import * as v from "valibot";
import { accentProblems } from "./accent-problems.js";
import { editionForms } from "./edition-forms.js";
import { consoleForm } from "../console-sign-in/console-form.js";
import { consoleSignInProblems } from "../console-sign-in/console-problems.js";
import { isAdministration } from "./is-administration.js";
import { BASIC, isBasic } from "../sign-in/basic.js";
import { delegationProblems } from "../delegation/delegation-problems.js";
import type { PortalOptions } from "./portal-options.js";
import { problemOfIssue } from "./problem-of-issue.js";

const text = (most: number) => {
  const write = `1 to ${most} characters`;
  return v.pipe(v.string(write), v.minLength(1, write), v.maxLength(most, write));
};
const number = (least: number, most: number) => {
  const write = `a number from ${least} to ${most}`;
  return v.pipe(v.number(write), v.minValue(least, write), v.maxValue(most, write));
};
const member = (names: readonly string[], write: string) =>
  v.custom<object>(
    (value) =>
      (typeof value === "object" || typeof value === "function") &&
      value !== null &&
      names.every((name) => Reflect.has(value, name)),
    write,
  );
const aFunction = v.function("a function");

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

const provider = v.looseObject(
  {
    id: v.pipe(v.string(), v.regex(NAME, "lower-case letters, digits and hyphens, 1 to 32")),
    label: text(60),
    begin: aFunction,
    complete: aFunction,
  },
  "a provider such as entraId({ … })",
);

const basicSignIn = v.strictObject(
  { id: v.literal(BASIC), kind: v.literal("basic"), label: text(60) },
  "basic()",
);

const administration = member(
  ["register", "listSecrets", "resumeAll"],
  "administerClients({ records, provisioning })",
);
const applicationOptions = v.strictObject(
  {
    administration,
    selfRegistration: v.optional(v.boolean("true or false")),
    limit: v.optional(v.pipe(number(1, 1000), v.integer("a whole number from 1 to 1000"))),
    reconcile: v.optional(aFunction),
  },
  "administerClients({ records, provisioning }), or { administration: administerClients({ … }), limit: 5 }",
);

// One form per option: an option that is typed and has no form does not compile.
const forms = {
  auth: member(
    ["catalog", "limits", "health"],
    "the instance: createProductAuth({ … }), or the middleware productAuth({ … })",
  ),
  records: member(["get", "list", "write"], "a record repository such as new MemoryRecordRepository()"),
  subscriptions: member(["create", "list", "cancel"], "administerSubscriptions({ repository })"),
  publicUrl: v.string("the address of the portal, such as https://api.example.com/developer"),
  ...editionForms,
  signIn: v.pipe(
    v.array(
      v.lazy((entry) =>
        typeof entry === "object" && entry !== null && isBasic(entry) ? basicSignIn : provider,
      ),
      "a list of providers, such as [entraId({ … })]",
    ),
  ),
  settings: v.optional(text(4096)),
  delegation: v.optional(
    v.strictObject(
      {
        url: v.string("the address of your site, such as https://www.example.com/delegation"),
        validationKey: v.string("a key in base64"),
        registration: v.optional(v.boolean("true or false")),
        subscription: v.optional(v.boolean("true or false")),
      },
      '{ url: "https://www.example.com/delegation", validationKey: "…" }',
    ),
  ),
  administrators: v.optional(
    v.strictObject(
      { roles: v.pipe(v.array(text(120), "a list of app roles"), v.minLength(1, "at least one app role")) },
      '{ roles: ["Portal.Admin"] }',
    ),
  ),
  groups: v.optional(
    v.record(
      v.pipe(v.string(), v.regex(NAME, "a name of lower-case letters, digits and hyphens, 1 to 32")),
      v.strictObject(
        { displayName: text(60), role: v.optional(text(120)), groupId: v.optional(text(120)) },
        '{ displayName: "Partners", role: "Partner" }',
      ),
      '{ partners: { displayName: "Partners", role: "Partner" } }',
    ),
  ),
  applications: v.optional(
    v.lazy((value) => (isAdministration(value) ? administration : applicationOptions)),
  ),
  session: v.optional(
    v.strictObject(
      { idle: v.optional(number(1, 1440)), absolute: v.optional(number(1, 43_200)) },
      "{ idle: 60, absolute: 720 }, in minutes",
    ),
  ),
  retention: v.optional(v.strictObject({ audit: v.optional(number(1, 3650)) }, "{ audit: 365 }, in days")),
  console: v.optional(consoleForm),
  mail: v.optional(member(["send"], "a sender of mails such as nodemailerMail(transport)")),
  development: v.optional(v.boolean("true or false")),
  captcha: v.optional(member(["challenge", "verify"], "an object with the functions challenge and verify")),
  counters: v.optional(member(["take"], "a counter store such as createRedisCounters({ … })")),
  attempts: v.optional(number(1, 1_000_000)),
  fetch: v.optional(aFunction),
  onAudit: v.optional(aFunction),
  onFirstAdministrator: v.optional(aFunction),
  clock: v.optional(aFunction),
} satisfies Readonly<Record<keyof PortalOptions, v.GenericSchema>>;

const form = v.strictObject(forms, "an object");

/** Everything that is wrong with the options, with the fix of each problem. */
export function optionProblems(options: unknown, isProduction: boolean): readonly Problem[] {
  const { issues } = v.safeParse(form, options, { abortPipeEarly: true });
  const problems = (issues ?? []).map((issue) => problemOfIssue(issue, forms));
  const isSound = (name: keyof PortalOptions) =>
    !problems.some(({ path }) => path === name || path.startsWith(`${name}.`));
  if (typeof options !== "object" || options === null) return problems;
  const given = options as PortalOptions;
  return [
    ...problems,
    ...(isSound("publicUrl") ? urlProblems(given.publicUrl) : []),
    ...(isSound("signIn") ? providerProblems(given) : []),
    ...(isSound("delegation") && given.delegation !== undefined ? delegationProblems(given.delegation) : []),
    ...(isSound("groups") ? groupProblems(given.groups ?? {}) : []),
    ...(isSound("console") && isSound("auth") ? consoleProblems(given) : []),
    ...(isSound("accent") && given.accent !== undefined ? accentProblems(given.accent) : []),
    ...(isSound("signIn") && isSound("mail") ? mailProblems(given, isProduction) : []),
    ...(isProduction && given.development === true
      ? [{ path: "development", message: "is true while NODE_ENV is production", fix: "leave it out" }]
      : []),
  ];
}

function urlProblems(publicUrl: string): readonly Problem[] {
  const problem = (message: string, fix: string) => [{ path: "publicUrl", message, fix }];
  if (!URL.canParse(publicUrl)) return problem("is no address", "write https://api.example.com/developer");
  const { protocol, hostname, search, hash, username, password, pathname } = new URL(publicUrl);
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback))
    return problem(
      "is neither https nor http on a loopback address",
      "write an address that starts with https://",
    );
  if (search !== "" || hash !== "" || username !== "" || password !== "")
    return problem("has a query, a fragment or a user", "write scheme, host and path only");
  if (pathname.includes("//") || pathname.includes("%"))
    return problem("has a path with // or a percent sign", "write a plain path such as /developer");
  return [];
}

function providerProblems({ signIn: providers, delegation }: PortalOptions): readonly Problem[] {
  if (providers.length === 0 && (delegation === undefined || delegation.registration === false))
    return [
      { path: "signIn", message: "is empty", fix: "write at least one provider, such as entraId({ … })" },
    ];
  if (delegation !== undefined && delegation.registration !== false && providers.some(isBasic))
    return [
      {
        path: "signIn",
        message: "has basic(), whose pages delegation replaces",
        fix: "leave basic() out, or write delegation: { registration: false, … }",
      },
    ];
  return providers.flatMap((entry, i) => {
    const path = `signIn.${i}.id`;
    const { id } = entry;
    if (providers.findIndex((other) => other.id === id) !== i)
      return [
        { path, message: `is "${id}", as that of another provider`, fix: "give each provider its own id" },
      ];
    // Sessions and identities name their provider by its id.
    return id === BASIC && !isBasic(entry)
      ? [{ path, message: `is "${id}", which is the id of basic()`, fix: "choose another id" }]
      : [];
  });
}

function mailProblems({ signIn, mail }: PortalOptions, isProduction: boolean): readonly Problem[] {
  const fix = "write mail: nodemailerMail(transport)";
  if (mail === undefined && signIn.some(isBasic))
    return [
      {
        path: "mail",
        message: "is missing, but basic() sends links by mail",
        fix: `${fix}, or mail: outboxMail() in development`,
      },
    ];
  return isProduction && mail?.isForDevelopment === true
    ? [{ path: "mail", message: "does not send mails, while NODE_ENV is production", fix }]
    : [];
}

function consoleProblems({ console, auth }: PortalOptions): readonly Problem[] {
  const signIn = typeof console === "object" ? console.signIn : undefined;
  return signIn === undefined ? [] : consoleSignInProblems(signIn, auth);
}

const BUILT_IN = ["administrators", "developers", "guests"];

function groupProblems(groups: NonNullable<PortalOptions["groups"]>): readonly Problem[] {
  return Object.keys(groups)
    .filter((name) => BUILT_IN.includes(name))
    .map((name) => ({ path: `groups.${name}`, message: "is a built-in group", fix: "choose another name" }));
}
