import type { Json, JsonObject } from "../../json/json-value.js";
import { problem } from "./argument.js";
import type { Budget } from "./budget.js";
import { evaluate, evaluateCopy, type Evaluation } from "./evaluate.js";
import { isJsonObject, itemsOf, memberOf, membersOf, textOf } from "../../json/json-object.js";
import { Unknown, type Value } from "./template-value.js";
import { identityOf } from "./unknown-values.js";

/** Values that a template is deployed with, by name in lower case. */
export type GivenParameters = ReadonlyMap<string, Value>;

/** Parameters and variables of a template, evaluated once, when an expression asks for them. */
export class TemplateScope {
  readonly budget: Budget;
  readonly #given: GivenParameters;
  readonly #definitions: Json | undefined;
  readonly #parameters: ReadonlyMap<string, readonly [string, Json]>;
  readonly #variables: ReadonlyMap<string, VariableSource>;
  readonly #values = new Map<string, Value>();
  readonly #open = new Set<string>();

  constructor(template: JsonObject, given: GivenParameters, budget: Budget) {
    this.budget = budget;
    this.#given = given;
    this.#definitions = memberOf(template, "definitions");
    this.#parameters = new Map(
      membersOf(memberOf(template, "parameters")).map((each) => [each[0].toLowerCase(), each]),
    );
    this.#variables = variablesOf(memberOf(template, "variables"));
  }

  readonly parameter = (name: string, depth: number): Value =>
    this.#once(`parameters(${name.toLowerCase()})`, () => this.#parameterValue(name, depth));

  readonly variable = (name: string, depth: number): Value =>
    this.#once(`variables(${name.toLowerCase()})`, () => {
      const source = this.#variables.get(name.toLowerCase());
      if (source === undefined) return problem();
      return "copy" in source
        ? evaluateCopy(source.copy, this.#evaluation(), depth + 1)
        : evaluate(source.json, this.#evaluation(), depth + 1);
    });

  #evaluation(): Evaluation {
    return { parameter: this.parameter, variable: this.variable, copies: [], budget: this.budget };
  }

  /** A value that refers to itself has none. */
  #once(key: string, value: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key)) return problem();
    this.#open.add(key);
    try {
      const made = value();
      this.#values.set(key, made);
      return made;
    } finally {
      this.#open.delete(key);
    }
  }

  #parameterValue(name: string, depth: number): Value {
    const [spelled, declaration] = this.#parameters.get(name.toLowerCase()) ?? [name, null];
    const identity = `parameters(${name.toLowerCase()})`;
    const value = this.#deployedValue(spelled, declaration, depth);
    if (!this.#isSecure(declaration))
      return (
        value ?? (memberOf(declaration, "nullable") === true ? null : new Unknown(identity, spelled, false))
      );
    // Two deployments of one template can give a parameter different secrets.
    const given = value === undefined ? "" : identityOf(value, this.budget);
    return new Unknown(`${identity}${given}`, value instanceof Unknown ? value.name : spelled, true);
  }

  #deployedValue(name: string, declaration: Json, depth: number): Value | undefined {
    const given = this.#given.get(name.toLowerCase());
    if (given !== undefined) return given;
    const preset = memberOf(declaration, "defaultValue");
    if (preset === undefined) return undefined;
    const value = evaluate(preset, this.#evaluation(), depth + 1);
    // Operators know the parameter; `subscription().tenantId` says less.
    return value instanceof Unknown ? new Unknown(value.identity, name, value.isSecret) : value;
  }

  /** `securestring` and `secureobject`, also through a definition. */
  #isSecure(declaration: Json): boolean {
    let type: Json | undefined = declaration;
    for (let hops = 0; hops < 8; hops++) {
      if (/^secure/i.test(textOf(type, "type") ?? "")) return true;
      const reference = textOf(type, "$ref")?.replace("#/definitions/", "");
      if (reference === undefined) return false;
      type = memberOf(this.#definitions, reference);
    }
    return true;
  }
}

type VariableSource = { readonly json: Json } | { readonly copy: JsonObject };

function variablesOf(variables: Json | undefined): ReadonlyMap<string, VariableSource> {
  const sources = new Map<string, VariableSource>();
  const loops = itemsOf(memberOf(variables, "copy"));
  for (const [name, json] of membersOf(variables))
    if (name !== "copy" || loops.length === 0) sources.set(name.toLowerCase(), { json });
  for (const copy of loops)
    if (isJsonObject(copy)) sources.set((textOf(copy, "name") ?? "").toLowerCase(), { copy });
  return sources;
}
