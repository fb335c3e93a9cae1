import { skipSpace, withoutSpaceBehind } from "./characters.js";
import type { PolicyAttribute, PolicyElement, TextPlace } from "./policy-document.js";
import { startsExpression } from "./read-expression.js";
import type { StartTag } from "./read-start-tag.js";

/** Shared, because most elements of a large document have no children. */
const none: readonly PolicyElement[] = [];

/** An element whose end tag was not read yet. */
export class OpenElement {
  readonly name: string;
  /** Position of its `<`. */
  readonly at: number;
  /** Whether an expression in it was encoded more than once. */
  doubleEncoded: boolean;
  readonly #attributes: ReadonlyMap<string, PolicyAttribute>;
  readonly #children: PolicyElement[] = [];
  #text = "";

  constructor(tag: StartTag, at: number) {
    this.name = tag.name;
    this.at = at;
    this.doubleEncoded = tag.doubleEncoded;
    this.#attributes = tag.attributes;
  }

  /** Whether nothing but white space and elements stood in it so far: an expression may start here. */
  get isBlank(): boolean {
    return this.#text === "";
  }

  addChild(child: PolicyElement): void {
    this.#children.push(child);
  }

  addText(piece: string): void {
    this.#text += this.isBlank ? piece.slice(skipSpace(piece, 0)) : piece;
  }

  close({ line, column }: TextPlace): PolicyElement {
    const children = this.#children.length === 0 ? none : this.#children;
    const text = withoutSpaceBehind(this.#text);
    const isExpression = startsExpression(text, 0);
    return { line, column, name: this.name, attributes: this.#attributes, children, text, isExpression };
  }
}
