import type { SubscriptionKeys } from "../../configuration/configuration.js";
import type { ByteBudget } from "../../files/read-bytes.js";
import { isJsonObject, textOf } from "../../json/json-object.js";
import { InputError } from "../../files/input-error.js";
import { readJsonOption } from "./read-json-option.js";

/** Keys by the id of the subscription: `{ "<id>": { "primaryKey": …, "secondaryKey": … } }`, as `listSecrets` answers. */
export async function readSecrets(path: string, budget: ByteBudget): Promise<SubscriptionKeys> {
  const json = await readJsonOption(path, budget);
  if (!isJsonObject(json)) throw malformed(path);
  return new Map(
    Object.entries(json).map(([id, keys]) => {
      const primaryKey = textOf(keys, "primaryKey") ?? "";
      const secondaryKey = textOf(keys, "secondaryKey") ?? "";
      if (primaryKey === "") throw malformed(path);
      return [id, { primaryKey, ...(secondaryKey === "" ? {} : { secondaryKey }) }];
    }),
  );
}

// The message quotes no key and no id: an id in the wrong place could be a key.
const malformed = (path: string): InputError =>
  new InputError(
    path,
    "it does not give a primary key for each subscription",
    'Write { "<subscription id>": { "primaryKey": "…", "secondaryKey": "…" } }.',
  );
