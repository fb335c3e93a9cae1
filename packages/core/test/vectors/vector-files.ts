import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Public test vectors, which are not part of the repository: in the folder that `JOSE_VECTORS` names, else in
 * `shared/jose-vectors` beside the repository. `wycheproof/` holds
 * `json_web_{signature,key,encryption}_test.json` of Project Wycheproof (https://github.com/C2SP/wycheproof, folder
 * `testvectors_v1`, Apache-2.0); `jose-cookbook/` is the IETF JOSE cookbook
 * (https://github.com/ietf-jose/cookbook): the examples of RFC 7520, RFC 7797 and RFC 8037 as JSON.
 */
const BESIDE = new URL("../../../../../shared/jose-vectors/", import.meta.url);
const NAMED = process.env["JOSE_VECTORS"] ?? "";
const FOLDER = NAMED === "" ? BESIDE : pathToFileURL(join(NAMED, "/"));

const HOW =
  "no JOSE vectors: put https://github.com/ietf-jose/cookbook and the json_web_*_test.json of testvectors_v1 in " +
  "https://github.com/C2SP/wycheproof into DIR/jose-cookbook and DIR/wycheproof, and set JOSE_VECTORS=DIR";

/** Defines a suite over the vectors. It is skipped where there is no folder of them; a folder that lacks files fails. */
export function vectorSuite(subject: string, tests: () => void): void {
  if (NAMED !== "" || existsSync(FOLDER)) describe(subject, tests);
  else {
    describe(subject, () => {
      before(function () {
        Object.assign(this.test?.parent ?? {}, { skipReason: HOW });
        this.skip();
      });
      it("every vector");
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
