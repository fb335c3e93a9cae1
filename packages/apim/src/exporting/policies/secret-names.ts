import { hasSecretName } from "../../meaning/rules/connection/secret-header.js";
import { VariableNames, variableText } from "../../variables/variable-names.js";

/** Variables for secrets that a catalog holds as texts: a policy document refers to them by name. */
export class SecretNames {
  readonly #names: VariableNames;

  /** `taken`: names of variables that stand for something else. */
  constructor(taken: Iterable<string>) {
    this.#names = new VariableNames(new Set(taken));
  }

  /** An accepted value of a header; a variable for it when the header's name tells that it is a secret. */
  valueOf(header: string, value: string): string {
    if (!hasSecretName(header.toLowerCase()) || value.includes("${env:")) return value;
    const name = `HEADER_${header.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")}`;
    return variableText(this.#names.ofText(`${name}:${value}`, name));
  }
}
