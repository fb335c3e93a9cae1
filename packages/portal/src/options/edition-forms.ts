import * as v from "valibot";
import type { PortalTexts, PublishedSettings } from "../publishing/edition.js";
import { hasUnshown } from "../texts/text-problem.js";

/** Longest terms, in characters. */
export const LONGEST_TERMS = 16_000;

const markdown = (most: number) => {
  const write = `Markdown of 1 to ${most} characters, without control characters`;
  return v.pipe(
    v.string(write),
    v.minLength(1, write),
    v.maxLength(most, write),
    v.check((text) => !hasUnshown(text.replaceAll(/[\r\n\t]/g, " ")), write),
  );
};

const TITLE = "1 to 60 characters, on one line";
const DOMAIN = "a domain in lower case, such as contoso.com";

/** Longest texts, in characters. */
export const TEXT_LENGTHS: Readonly<Record<keyof PortalTexts, number>> = {
  home: 4000,
  footer: 1000,
  signIn: 1000,
  signUp: 1000,
  noAccess: 1000,
};

/** The forms of what may be published: as options and in a settings file. */
export const editionForms: Readonly<Record<keyof PublishedSettings, v.GenericSchema>> = {
  title: v.optional(
    v.pipe(
      v.string(TITLE),
      v.minLength(1, TITLE),
      v.maxLength(60, TITLE),
      v.check((text) => !hasUnshown(text) && text.trim() !== "", TITLE),
    ),
  ),
  accent: v.optional(
    v.pipe(v.string("a color as #rrggbb"), v.regex(/^#[0-9a-f]{6}$/i, "a color as #rrggbb")),
  ),
  logo: v.optional(
    v.pipe(v.string("the path of an SVG or PNG file"), v.minLength(1, "the path of an SVG or PNG file")),
  ),
  anonymous: v.optional(v.picklist(["browse", "redirect"], 'one of "browse", "redirect"')),
  signUp: v.optional(
    v.lazy((value) =>
      typeof value === "object" && value !== null
        ? v.strictObject(
            {
              domains: v.pipe(
                v.array(
                  v.pipe(
                    v.string(DOMAIN),
                    v.maxLength(253, DOMAIN),
                    v.regex(/^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,20}$/, DOMAIN),
                  ),
                  "a list of domains",
                ),
                v.minLength(1, "at least one domain"),
                v.maxLength(100, "at most 100 domains"),
              ),
            },
            '{ domains: ["contoso.com"] }',
          )
        : v.picklist(
            ["open", "invitation", "off"],
            'one of "open", "invitation", "off", or { domains: ["contoso.com"] }',
          ),
    ),
  ),
  terms: v.optional(markdown(LONGEST_TERMS)),
  texts: v.optional(
    v.strictObject(
      {
        home: v.optional(markdown(TEXT_LENGTHS.home)),
        footer: v.optional(markdown(TEXT_LENGTHS.footer)),
        signIn: v.optional(markdown(TEXT_LENGTHS.signIn)),
        signUp: v.optional(markdown(TEXT_LENGTHS.signUp)),
        noAccess: v.optional(markdown(TEXT_LENGTHS.noAccess)),
      },
      `an object with texts in Markdown: ${Object.keys(TEXT_LENGTHS).join(", ")}`,
    ),
  ),
};
