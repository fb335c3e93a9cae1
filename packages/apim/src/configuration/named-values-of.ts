import { memberOf, textOf } from "../json/json-object.js";
import type { NamedValue } from "./configuration.js";
import { flagOf } from "./flag-of.js";
import type { Resource } from "./resource.js";

/** Reads named values. The value of a secret one, or of one in a key vault, does not leave this function. */
export const namedValuesOf = (resources: readonly Resource[]): readonly NamedValue[] =>
  resources
    .filter(({ type }) => type === "namedValues")
    .map(({ names: [name = ""], properties }) => {
      const value = textOf(properties, "value");
      const isSecret = isSecretValue(
        flagOf(properties, "secret"),
        memberOf(properties, "keyVault") !== undefined,
        value,
      );
      return {
        name,
        displayName: textOf(properties, "displayName") ?? name,
        ...(isSecret || value === undefined ? {} : { value }),
        isSecret,
      };
    });

/** apiops-cli writes `*** REDACTED ***` in place of a value that it takes for a secret. */
const isSecretValue = (
  secret: ReturnType<typeof flagOf>,
  isInVault: boolean,
  value: string | undefined,
): boolean =>
  isInVault || (secret !== "absent" && secret !== false) || (value ?? "").includes("*** REDACTED ***");
