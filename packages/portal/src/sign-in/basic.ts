/** Sign-in with an e-mail address and a password of the portal, in the option `signIn`. */
export interface BasicSignIn {
  readonly id: "basic";
  readonly kind: "basic";
  readonly label: string;
}

/** Name of the provider in sessions, identities and the audit. */
export const BASIC = "basic";

/** Lets people sign in with an e-mail address and a password that the portal keeps: `signIn: [entraId({ … }), basic()]`. */
export const basic = (): BasicSignIn => BASIC_SIGN_IN;

const BASIC_SIGN_IN: BasicSignIn = Object.freeze({
  id: BASIC,
  kind: "basic",
  label: "e-mail and password",
});

/** Whether an entry of the option `signIn` is `basic()`. */
export const isBasic = (entry: object): entry is BasicSignIn => "kind" in entry && entry.kind === "basic";
