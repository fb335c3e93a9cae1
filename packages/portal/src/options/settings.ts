import { settleConsoleSignIn, type ConsoleSignInSettings } from "../console-sign-in/settle-console.js";
import type { PortalAuth, PortalOptions } from "./portal-options.js";
import type { Delegation } from "../delegation/delegation-options.js";
import { settleDelegation } from "../delegation/settle-delegation.js";
import type { Edition } from "../publishing/edition.js";
import { isBasic } from "../sign-in/basic.js";
import type { SignInProvider } from "../sign-in/sign-in-provider.js";

/**
 * The options of a portal, checked and complete. `title`, `anonymous`, `accent`, `logo`, `signUp`, `terms` and `texts` are those of
 * the edition in force, which changes while the portal runs: read them at each request.
 */
export interface PortalSettings extends Edition {
  readonly auth: PortalAuth;
  readonly publicUrl: URL;
  /** Path of `publicUrl`, without a slash at the end: "" or "/developer". */
  readonly base: string;
  /** The providers besides `basic()`. */
  readonly signIn: readonly SignInProvider[];
  /** Whether people sign in with an e-mail address and a password. */
  readonly basic: boolean;
  /** What the site of the operator does; undefined without delegation. */
  readonly delegation: Delegation | undefined;
  readonly administratorRoles: readonly string[];
  readonly groups: readonly PortalGroup[];
  /** Milliseconds. */
  readonly session: { readonly idle: number; readonly absolute: number };
  /** Milliseconds. */
  readonly retention: { readonly audit: number };
  readonly console: boolean;
  /** How users get a token at the issuer, for the console; undefined where they cannot. */
  readonly consoleSignIn: ConsoleSignInSettings | undefined;
  readonly isDevelopment: boolean;
  readonly attempts: number;
  readonly clock: () => number;
}

/** A group that users are put into at sign-in. */
export interface PortalGroup {
  readonly name: string;
  readonly displayName: string;
  readonly role?: string;
  readonly groupId?: string;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The settings of options that have no problems. `edition`: the one in force. */
export function settlePortal(options: PortalOptions, edition: () => Edition): PortalSettings {
  const publicUrl = new URL(options.publicUrl);
  return Object.freeze({
    auth: options.auth,
    publicUrl,
    base: publicUrl.pathname.replace(/\/$/, ""),
    signIn: Object.freeze(options.signIn.filter((entry): entry is SignInProvider => !isBasic(entry))),
    basic: options.signIn.some(isBasic),
    delegation: options.delegation && settleDelegation(options.delegation),
    administratorRoles: Object.freeze([...(options.administrators?.roles ?? [])]),
    groups: Object.freeze(
      Object.entries(options.groups ?? {}).map(([name, group]) => Object.freeze({ name, ...group })),
    ),
    session: Object.freeze({
      idle: (options.session?.idle ?? 60) * MINUTE,
      absolute: (options.session?.absolute ?? 720) * MINUTE,
    }),
    retention: Object.freeze({ audit: (options.retention?.audit ?? 365) * DAY }),
    console: options.console !== false,
    consoleSignIn: consoleSignInOf(options),
    isDevelopment: options.development ?? false,
    attempts: options.attempts ?? 1,
    clock: options.clock ?? (() => Date.now()),
    get title() {
      return edition().title;
    },
    get accent() {
      return edition().accent;
    },
    get logo() {
      return edition().logo;
    },
    get anonymous() {
      return edition().anonymous;
    },
    get signUp() {
      return edition().signUp;
    },
    get terms() {
      return edition().terms;
    },
    get texts() {
      return edition().texts;
    },
  });
}

function consoleSignInOf({ console, auth }: PortalOptions): ConsoleSignInSettings | undefined {
  const signIn = typeof console === "object" ? console.signIn : undefined;
  return signIn && settleConsoleSignIn(signIn, auth);
}
