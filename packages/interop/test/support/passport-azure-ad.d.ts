// The package has no types of its own. What is used of it here.
declare module "passport-azure-ad" {
  import type { Strategy } from "passport";

  export type TokenClaims = { readonly oid?: string; readonly azp?: string } & Readonly<
    Record<string, unknown>
  >;

  export const BearerStrategy: new (
    options: {
      identityMetadata: string;
      clientID: string;
      audience?: string | string[];
      loggingLevel?: string;
    },
    verify: (
      token: TokenClaims,
      done: (error: Error | null, user?: object | false, info?: object) => void,
    ) => void,
  ) => Strategy;
}
