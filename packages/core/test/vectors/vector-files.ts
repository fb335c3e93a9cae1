import { existsSync, readFileSync } from "node:fs";

/**
 * Public test vectors, read where they lie: in the folder `shared/jose-vectors` beside the repository.
 * `wycheproof/` holds `json_web_{signature,key,encryption}_test.json` of Project Wycheproof
 * (https://github.com/C2SP/wycheproof, folder `testvectors_v1`, Apache-2.0); `jose-cookbook/` is the IETF JOSE
 * cookbook (https://github.com/ietf-jose/cookbook): the examples of RFC 7520, RFC 7797 and RFC 8037 as JSON.
 */
const FOLDER = new URL("../../../../../shared/jose-vectors/", import.meta.url);

const HOW =
  "the vectors are missing: put json_web_{signature,key,encryption}_test.json of https://github.com/C2SP/wycheproof " +
  "(testvectors_v1) into ../shared/jose-vectors/wycheproof, and https://github.com/ietf-jose/cookbook into ../shared/jose-vectors/jose-cookbook";

/** Defines a suite over the vectors. Where they are missing it is skipped and says so; on CI it fails. */
export function vectorSuite(subject: string, tests: () => void): void {
  if (existsSync(FOLDER)) describe(subject, tests);
  else if ((process.env["CI"] ?? "") === "") it(`${subject}: NOT TESTED, ${HOW}`);
  else {
    it(subject, () => {
      throw new Error(HOW);
    });
  }
}

/** One file of the collection, parsed. */
export const vectorFile = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(path, FOLDER), "utf8")) as T;

/** A key as in RFC 7517; which members there are depends on `kty`. */
export type Jwk = Readonly<Record<string, unknown>> & { readonly kty: string; readonly kid?: string };

/** A file of Project Wycheproof: groups of vectors that share a key or a key set. */
export interface Wycheproof<Vector> {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly private: Jwk | { readonly keys: readonly Jwk[] };
    readonly public?: Jwk | { readonly keys: readonly Jwk[] };
    readonly tests: readonly (Vector & {
      readonly tcId: number;
      readonly comment: string;
      readonly result: "valid" | "invalid";
    })[];
  }[];
}
