import type { PortalAuth, PortalOptions } from "./portal-options.js";
import { isBasic } from "../sign-in/basic.js";
import type { SignInProvider } from "../sign-in/sign-in-provider.js";

/** The options of a portal, checked and complete. */
export interface PortalSettings {
  readonly auth: PortalAuth;
  readonly publicUrl: URL;
  /** Path of `publicUrl`, without a slash at the end: "" or "/developer". */
  readonly base: string;
  readonly title: string;
  /** The providers besides `basic()`. */
  readonly signIn: readonly SignInProvider[];
  /** Whether people sign in with an e-mail address and a password. */
  readonly basic: boolean;
  readonly anonymous: "browse" | "redirect";
  readonly administratorRoles: readonly string[];
  readonly groups: readonly PortalGroup[];
  /** Milliseconds. */
  readonly session: { readonly idle: number; readonly absolute: number };
  readonly console: boolean;
  readonly isDevelopment: boolean;
  readonly accent: string;
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

/** The settings of options that have no problems. */
export function settlePortal(options: PortalOptions): PortalSettings {
  const publicUrl = new URL(options.publicUrl);
  return Object.freeze({
    auth: options.auth,
    publicUrl,
    base: publicUrl.pathname.replace(/\/$/, ""),
    title: options.title ?? "Developer portal",
    signIn: Object.freeze(options.signIn.filter((entry): entry is SignInProvider => !isBasic(entry))),
    basic: options.signIn.some(isBasic),
    anonymous: options.anonymous ?? "browse",
    administratorRoles: Object.freeze([...(options.administrators?.roles ?? [])]),
    groups: Object.freeze(
      Object.entries(options.groups ?? {}).map(([name, group]) => Object.freeze({ name, ...group })),
    ),
    session: Object.freeze({
      idle: (options.session?.idle ?? 60) * MINUTE,
      absolute: (options.session?.absolute ?? 720) * MINUTE,
    }),
    console: options.console ?? true,
    isDevelopment: options.development ?? false,
    accent: options.accent ?? "#0b5cad",
    attempts: options.attempts ?? 1,
    clock: options.clock ?? (() => Date.now()),
  });
}
