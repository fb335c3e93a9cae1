import { scryptSync } from "node:crypto";
import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import { emailOf, PASSWORD, USERS } from "./password-users.js";

function deriveHere(given: object): Promise<Buffer> {
  const { password, salt, length, ...options } = given as { password: string; salt: Buffer; length: number };
  return Promise.resolve(scryptSync(password, salt, length, options));
}

/** Writes the users of a portal, all with one hash: another one for each would take a minute. */
export async function makePasswordUsers(records: RecordRepository): Promise<void> {
  const [{ hashPassword }, { digestOf }, { basicKeyOf }] = (await Promise.all(
    ["passwords/scrypt", "people/digest", "people/email"].map(
      (name) => import(new URL(`../../../packages/portal/dist/${name}.js`, import.meta.url).href),
    ),
  )) as [
    { hashPassword: (password: string, derive: (given: object) => Promise<Buffer>) => Promise<string> },
    { digestOf: (text: string) => string },
    { basicKeyOf: (email: string) => string },
  ];
  const phc = await hashPassword(PASSWORD, deriveHere);
  const user = { emailVerified: true, firstName: "Adele", lastName: "", state: "active", groups: [] };
  for (let i = 0; i < USERS; i++) {
    const [id, email] = [`user-${i}`, emailOf("known", i)];
    const changes: RecordChange[] = [
      { put: { kind: "user", id, version: 1, value: { ...user, email, registrationDate: 0 } } },
      {
        put: {
          kind: "identity",
          id: digestOf(basicKeyOf(email)),
          owner: id,
          version: 1,
          value: { provider: "basic", lastSignIn: 0 },
        },
      },
      { put: { kind: "password", id, owner: id, version: 1, value: { phc, changedAt: 0 } } },
    ];
    await records.write(changes);
  }
}
