/** An option of a command: `value` names what follows it, absent for a flag. `often`: it may be given several times. */
export interface OptionForm {
  readonly value?: string;
  readonly says: string;
  readonly often?: true;
}

/** A verb of a command, in the words of the help. */
export interface VerbForm<Option extends string = string> {
  readonly says: string;
  /** What it is done to, such as `ID`; in brackets when it may be left out; absent when the verb stands alone. */
  readonly subject?: string;
  readonly options: readonly Option[];
}

/** Every option of a command. `Text`: those with a value. */
export type CommandOptions<Text extends string, Flag extends string> = Readonly<
  Record<Text, OptionForm & { readonly value: string }> &
    Record<Flag | Standing, OptionForm & { readonly value?: never }>
>;

/** What the command line of a command with verbs can be. `Text`: options with a value. */
export interface CommandForm<Verb extends string, Text extends string, Flag extends string> {
  /** What follows `product-auth`. */
  readonly command: string;
  readonly verbs: Readonly<Record<Verb, VerbForm<Text | Flag>>>;
  readonly options: CommandOptions<Text, Flag>;
  readonly help: {
    readonly before: string;
    /** The options that the help of the whole command lists. */
    readonly options: readonly (Text | Flag | Standing)[];
    readonly after: string;
  };
}

/** Options of every verb. */
export type Standing = "help" | "version";

/** What the command line asks for. */
export type CommandWish<Verb extends string, Text extends string, Flag extends string> =
  | { readonly kind: "help"; readonly verb: Verb | undefined }
  | { readonly kind: "version" }
  | CommandOrder<Verb, Text, Flag>;

/** Something to be done. */
export interface CommandOrder<
  Verb extends string = string,
  Text extends string = string,
  Flag extends string = string,
> {
  readonly kind: "do";
  readonly verb: Verb;
  /** An id or a key; empty when the verb stands alone. */
  readonly subject: string;
  readonly texts: Readonly<Partial<Record<Text, string>>>;
  /** The values of options that may be given several times. */
  readonly lists: Readonly<Partial<Record<Text, readonly string[]>>>;
  readonly flags: ReadonlySet<Flag>;
}
