/** Who may sign up with an e-mail address and a password. */
export type SignUp = "open" | "invitation" | "off" | { readonly domains: readonly string[] };

/** Texts of the operator on pages of the portal, in Markdown. Each of them is absent by default. */
export interface PortalTexts {
  /** On the home page, above the search. At most 4,000 characters. */
  readonly home?: string;
  /** At the end of every page. At most 1,000 characters. */
  readonly footer?: string;
  /** On the page "Sign in", below the heading. At most 1,000 characters. */
  readonly signIn?: string;
  /** On the page "Sign up", below the heading. At most 1,000 characters. */
  readonly signUp?: string;
  /** On the page "No access": whom to ask, for example. At most 1,000 characters. */
  readonly noAccess?: string;
}

/** What may be published while the portal runs: options of the portal that can stand in a settings file. */
export interface PublishedSettings {
  readonly title?: string;
  readonly accent?: string;
  /** Path of an SVG or PNG file, relative to the settings file. */
  readonly logo?: string;
  readonly anonymous?: "browse" | "redirect";
  readonly signUp?: SignUp;
  readonly terms?: string;
  readonly texts?: PortalTexts;
}

/** A logo in the header of every page. */
export interface Logo {
  readonly type: "svg" | "png";
  readonly bytes: Buffer;
  /** SHA-256 of the bytes, base64url. */
  readonly digest: string;
}

/** What is in force: the options of the program, and before them what is published. Read it at each request. */
export interface Edition {
  readonly title: string;
  readonly accent: string;
  readonly logo: Logo | undefined;
  readonly anonymous: "browse" | "redirect";
  readonly signUp: SignUp;
  /** Terms of use of the portal, in Markdown. */
  readonly terms: string | undefined;
  readonly texts: PortalTexts;
}
