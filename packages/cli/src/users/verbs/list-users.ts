import { wholeNumber } from "../../arguments/whole-number.js";
import { Misuse } from "../../misuse.js";
import { writeDocument } from "../../output/write-document.js";
import type { Order } from "../arguments/users-form.js";
import type { Work } from "../desk.js";
import { documentOf } from "../output/user-document.js";
import { userTable } from "../output/user-text.js";

/** Most users of one list, as many as the portal searches. */
const MOST = 10_000;

/** Lists users by name, or those that a search finds. */
export function listUsers(order: Order): Work {
  const { subject: search, texts, flags } = order;
  if (flags.has("all") && texts.limit !== undefined) throw new Misuse("give either --limit or --all.");
  if (search.length > 256) throw new Misuse("WORDS have at most 256 characters.");
  const limit = flags.has("all") ? MOST : wholeNumber("limit", texts.limit ?? "100", 1, MOST);
  const skip = wholeNumber("skip", texts.skip ?? "0", 0, 1_000_000);
  return async function list(desk) {
    const { users, total, isCut } = await desk.users.list({ search, skip, limit });
    const shown = users.map(documentOf);
    writeDocument(desk, { users: shown, total, isCut }, userTable(shown));
    const { stderr } = desk.io;
    const next = skip + shown.length;
    if (shown.length > 0 && next < total)
      stderr.write(
        `These are ${shown.length} of ${total}: --all lists everything, --skip ${next} continues.\n`,
      );
    if (isCut) stderr.write("There are more users than are searched; show finds each one by its id.\n");
    return 0;
  };
}
