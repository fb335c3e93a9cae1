/** A place in a text, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** An attribute, decoded. */
export interface PolicyAttribute extends TextPlace {
  readonly name: string;
  /** Text with line ends as LF, or an expression with its `@(…)` or `@{…}` and nothing around it. */
  readonly value: string;
  readonly isExpression: boolean;
}

/** An element of a policy document. Place: its `<`. */
export interface PolicyElement extends TextPlace {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, PolicyAttribute>;
  /** Elements inside it, without comments; empty in `set-body`, whose content is opaque and stands in `text` as in the file. */
  readonly children: readonly PolicyElement[];
  /** Text inside it: decoded, CDATA included, pieces between elements joined, white space at both ends removed. */
  readonly text: string;
  /** Whether the text starts with an expression; what follows it, if anything does, is in `text` too. */
  readonly isExpression: boolean;
}

/** An access element inside a comment: it guards nothing. */
export interface CommentedElement extends TextPlace {
  readonly name: string;
}

/** A policy document as the gateway would take it. */
export interface PolicyText {
  /** `policies`, `fragment`, or a section alone. Sections side by side stand in a `policies` element that the text does not have. */
  readonly root: PolicyElement;
  readonly commented: readonly CommentedElement[];
  /** Elements in which an expression was encoded more than once. */
  readonly doubleEncoded: readonly TextPlace[];
}

/** Why a document cannot be read. `template`: it has directives of Terraform. */
export interface UnreadableText extends TextPlace {
  readonly reason: "unreadable" | "template";
  /** What is wrong there, without text of the document. */
  readonly message: string;
}
