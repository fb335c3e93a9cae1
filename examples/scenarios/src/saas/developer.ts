import { randomBytes } from "node:crypto";
import { newTerminalBrowser, type Document } from "../ground/terminal-browser.js";

/** A person who is signed in to the portal, and uses its pages as a program does: see "Use the portal from a program". */
export interface Developer {
  /** The document of a page. */
  get(path: string): Promise<Document>;
  /** Sends a form. `form`: its id; the same id again makes nothing. */
  post(path: string, fields: Readonly<Record<string, unknown>>, form?: string): Promise<Document>;
}

/** A stranger creates an account with Google at the issuer, and comes back to the portal as a guest of the tenant. */
export async function signUp(publicUrl: string, email: string, givenName: string): Promise<Developer> {
  const browser = newTerminalBrowser();
  const picker = await browser.open(`${publicUrl}/signin`);
  const form = await browser.follow(picker, "Create an account");
  await browser.submit(form, { create: "google.com", email, given_name: givenName });
  return developer(publicUrl, browser.ask);
}

/** Signs a user of the tenant in. */
export async function signIn(publicUrl: string, user: string): Promise<Developer> {
  const browser = newTerminalBrowser();
  await browser.pickAccount(await browser.open(`${publicUrl}/signin`), user);
  return developer(publicUrl, browser.ask);
}

/** A new id of a form. */
export const newForm = (): string => randomBytes(32).toString("base64url");

const developer = (
  publicUrl: string,
  ask: (url: URL, send?: Readonly<Record<string, unknown>>) => Promise<Document>,
): Developer => ({
  get: (path) => ask(at(publicUrl, path)),
  post: (path, fields, form = newForm()) => ask(at(publicUrl, path), { ...fields, form }),
});

/** A path below the portal, or one that an answer of the portal names. */
const at = (publicUrl: string, path: string): URL => {
  const mount = new URL(publicUrl).pathname;
  return new URL(path.startsWith(`${mount}/`) ? path : mount + path, publicUrl);
};
