import type { NumberText } from "../../report/rule.js";
import type { PolicyElement } from "../../xml/policy-document.js";
import { constantOf } from "../values/expressions.js";
import { isRedacted, readValue } from "../values/read-value.js";
import {
  causesOf,
  isLiteral,
  isSingleVariable,
  lowerTextOf,
  textOf,
  type TextValue,
  type ValueCause,
} from "../values/text-value.js";
import { variableText } from "../../variables/variable-names.js";
import { Notes } from "./notes.js";
import type { RuleContext } from "./rule-context.js";

const CAUSES: Readonly<Record<ValueCause, string>> = {
  secret: "A secret value was replaced by an environment variable.",
  "named-value": "A named value that is not in the input was replaced by an environment variable.",
  placeholder: "A deployment placeholder was replaced by an environment variable.",
};
const WHOLE_NUMBER = /^\d{1,15}$/;
// A token: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TIME_SPAN = /^(\d{1,4}):([0-5]?\d):([0-5]?\d)$/;

/** A value of the element, with what to call it in findings. */
export interface Subject {
  readonly name: string;
  readonly value: TextValue;
}

/** Reads the values of one access element. What cannot be read is noted, and the result is undefined. */
export class Reading {
  readonly context: RuleContext;
  readonly notes: Notes;
  /** Variable of the token whose claims are read. */
  tokenVariable: string | undefined;

  constructor(element: PolicyElement, context: RuleContext) {
    this.context = context;
    this.notes = new Notes(element.name, context.at);
  }

  attribute(element: PolicyElement, name: string): Subject | undefined {
    const attribute = element.attributes.get(name);
    return attribute && { name: `Attribute ${name}`, value: readValue(attribute.value, this.context.values) };
  }

  /** The text of an element. */
  content(element: PolicyElement): Subject {
    return { name: `Element ${element.name}`, value: readValue(element.text, this.context.values) };
  }

  /** Literal text and variables, white space included. */
  text(subject: Subject | undefined): string | undefined {
    return subject && this.#landed(subject, textOf);
  }

  /** The same of an attribute that says nothing when it is empty. */
  optionalText(subject: Subject | undefined): string | undefined {
    return subject?.value.parts.length === 0 ? undefined : this.text(subject);
  }

  /** A name of a header, in lower case. */
  headerName(subject: Subject | undefined): string | undefined {
    const name = subject && this.#landed(subject, lowerTextOf);
    if (name === undefined || !isLiteral(subject!.value) || HEADER_NAME.test(name)) return name;
    return this.notes.lost("unreadable", `${subject!.name} is no name of a header.`);
  }

  /** Text, or a constant in an expression. */
  constant(subject: Subject | undefined): string | undefined {
    return subject && this.text({ ...subject, value: constantOf(subject.value) });
  }

  number(subject: Subject | undefined): NumberText | undefined {
    const text = this.text(subject)?.trim();
    if (subject === undefined || text === undefined) return undefined;
    if (isSingleVariable(subject.value)) return text;
    if (WHOLE_NUMBER.test(text)) return Number(text);
    return this.notes.lost("unreadable", `${subject.name} is not a whole number.`);
  }

  /** Seconds, or `hh:mm:ss`. */
  seconds(subject: Subject | undefined): NumberText | undefined {
    const span = subject && isLiteral(subject.value) ? TIME_SPAN.exec(textOf(subject.value)) : null;
    if (!span) return this.number(subject);
    const [hours = 0, minutes = 0, seconds = 0] = span.slice(1).map(Number);
    return hours * 3600 + minutes * 60 + seconds;
  }

  status(subject: Subject | undefined): NumberText | undefined {
    const status = this.number(subject);
    if (typeof status !== "number" || (status >= 100 && status <= 599)) return status;
    return this.notes.lost("unreadable", `${subject!.name} is not a status code.`);
  }

  /** Whether a value is an expression, which is noted. */
  isComputed({ name, value }: Subject): boolean {
    if (!value.isExpression && !value.holdsExpression) return false;
    this.notes.lost("expression", `${name} is a C# expression that is not recognized.`);
    return true;
  }

  /** `true` or `false`. */
  flag(element: PolicyElement, name: string): boolean | undefined {
    const subject = this.attribute(element, name);
    if (subject === undefined || this.isComputed(subject)) return undefined;
    const text = textOf(subject.value).trim().toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    return this.notes.lost("unreadable", `${subject.name} is neither true nor false.`);
  }

  /** A text for callers. Without it the rule decides the same, so an expression costs the text only. */
  message(element: PolicyElement, name: string): string | undefined {
    const subject = this.attribute(element, name);
    if (subject === undefined || subject.value.parts.length === 0) return undefined;
    if (!subject.value.isExpression && !subject.value.holdsExpression) return this.text(subject);
    this.notes.differs("message", `${subject.name} is a C# expression. The rule has no text.`);
    return undefined;
  }

  /** Notes that the rule is about the address of the caller. */
  callerAddress(): void {
    this.notes.differs(
      "client-ip",
      "Behind a proxy the address is the proxy's, unless the application trusts it.",
    );
  }

  /** Notes that a value became a variable, for what was put into the rule. */
  lands(value: TextValue): void {
    for (const cause of causesOf(value)) this.notes.differs(cause, CAUSES[cause]);
  }

  /** The variable that a secret is. */
  secretVariable(value: TextValue): string {
    this.notes.differs("secret", CAUSES.secret);
    return textOf(value);
  }

  /** A variable for a secret that stands in the document itself. */
  secretText(value: TextValue, name: string): string {
    this.notes.differs("secret", CAUSES.secret);
    const { variables } = this.context.values;
    // One variable for one secret: a key that several rules share is rotated once. Those that are left out may differ.
    const origin = isRedacted(value) ? `redacted:${variables.count}` : textOf(value);
    return variableText(variables.ofText(`${name}:${origin}`, name));
  }

  #landed(subject: Subject, write: (value: TextValue) => string): string | undefined {
    if (this.isComputed(subject)) return undefined;
    const text = write(subject.value);
    if (text === "") return this.notes.lost("unreadable", `${subject.name} is empty.`);
    if (isRedacted(subject.value)) return this.secretText(subject.value, nameOfPlace(subject));
    this.lands(subject.value);
    return text;
  }
}

const nameOfPlace = (subject: Subject): string => subject.name.slice(subject.name.indexOf(" ") + 1);
