// This folder runs in the browser and on the server: it uses neither's own interfaces.

/** What the console knows of an operation. */
export interface CallTemplate {
  readonly method: string;
  /** Segments of the whole path, decoded: literals, and parameters in braces. */
  readonly segments: readonly string[];
  readonly parameters: readonly CallParameter[];
  /** Header field of a subscription key. */
  readonly keyHeader: string;
  /** Media type of the body; absent when no body is sent. */
  readonly mediaType?: string;
}

/** A parameter that a caller fills in. */
export interface CallParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** Whether it stands for any number of segments. */
  readonly isRest?: boolean;
}
