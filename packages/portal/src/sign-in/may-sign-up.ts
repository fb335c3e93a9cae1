import { domainToASCII } from "node:url";
import type { PortalSettings } from "../options/settings.js";

type SignUpSettings = Pick<PortalSettings, "basic" | "signUp">;

/** Whether there is a page "Sign up". */
export const isSignUpOpen = ({ basic, signUp }: SignUpSettings): boolean =>
  basic && (signUp === "open" || typeof signUp === "object");

/** Whether people sign up with an address. `email`: as `normalEmail` returns it. Domains are compared as a whole, in ASCII. */
export function mayEmailSignUp(email: string, settings: SignUpSettings): boolean {
  const { signUp } = settings;
  if (!isSignUpOpen(settings)) return false;
  if (typeof signUp !== "object") return true;
  const domain = domainToASCII(email.slice(email.lastIndexOf("@") + 1));
  return domain !== "" && signUp.domains.some((allowed) => domainToASCII(allowed) === domain);
}
