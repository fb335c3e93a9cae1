import type { RecordRepository } from "@product-auth/core/records";
import { writeDocument } from "../../output/write-document.js";
import type { Order } from "../arguments/users-form.js";
import type { Work } from "../desk.js";
import { findUser, userNameFrom } from "../find-user.js";
import { documentOf, workDocumentOf, type IdentityDocument } from "../output/user-document.js";
import { userPage } from "../output/user-text.js";

/** Shows one user, how the user signs in, and the work that is left. */
export function showUser(order: Order): Work {
  const name = userNameFrom(order.subject);
  return async function show(desk) {
    const found = await findUser(name, desk);
    const user = documentOf(found);
    const identities = await identitiesOf(found.id, desk.records);
    const left = await desk.users.workOf(found.id);
    const work = left && workDocumentOf(left);
    const more = { identities, ...(work !== undefined && { work }) };
    writeDocument(desk, { user, ...more }, userPage(user, more));
    return 0;
  };
}

/** The identities of a user. The ids of the records say nothing: they are digests. */
async function identitiesOf(
  owner: string,
  records: Pick<RecordRepository, "list">,
): Promise<readonly IdentityDocument[]> {
  const { records: found } = await records.list("identity", { owner });
  return found.map(({ value: { provider, lastSignIn } }) => ({
    provider: typeof provider === "string" ? provider : "",
    ...(typeof lastSignIn === "number" && { lastSignIn: new Date(lastSignIn).toISOString() }),
  }));
}
