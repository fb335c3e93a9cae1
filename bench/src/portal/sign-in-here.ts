import type { SignInProvider } from "@product-auth/portal";

const ISSUER = "http://127.0.0.1:2";

/** Signs people in without an issuer: `admin` administers the portal. */
export const providerHere: SignInProvider = {
  id: "entra",
  label: "Microsoft Entra ID",
  begin: ({ redirectUri }) => {
    const state = crypto.randomUUID();
    const to = new URL(`${ISSUER}/?${new URLSearchParams({ state, redirectUri }).toString()}`);
    return Promise.resolve({ to, keep: { state } });
  },
  complete: ({ searchParams }) => {
    const name = searchParams.get("user") ?? "";
    const roles = name === "admin" ? ["Portal.Admin"] : [];
    return Promise.resolve({ key: `bench|${name}`, names: { firstName: name, lastName: "Vance" }, roles });
  },
};

/** Chooses an account for `Visitor.signIn`. */
export const pickHere =
  (user: string) =>
  (picker: string): Promise<string> => {
    const { searchParams } = new URL(picker);
    const query = new URLSearchParams({ state: searchParams.get("state") ?? "", user });
    return Promise.resolve(`${searchParams.get("redirectUri") ?? ""}?${query.toString()}`);
  };
