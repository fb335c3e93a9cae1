import { Misuse } from "../../misuse.js";
import type { Order } from "./users-form.js";

/** What `invite` asks for, besides the address. */
export interface WantedInvitation {
  readonly email: string;
  readonly publicUrl: URL;
  readonly firstName: string;
  readonly lastName: string;
  readonly groups: readonly string[];
}

/** Longest first or last name, as on the page. */
const LONGEST_NAME = 100;

/** Reads the options of `invite`. The portal's own code checks the address. */
export function invitationFrom({ subject, texts, lists, flags }: Order): WantedInvitation {
  const { "first-name": firstName = "", "last-name": lastName = "" } = texts;
  for (const [option, text] of [
    ["first-name", firstName],
    ["last-name", lastName],
  ] as const)
    if (text.length > LONGEST_NAME || /\p{C}/u.test(text))
      throw new Misuse(`--${option} has at most ${LONGEST_NAME} characters, on one line.`);
  const groups = lists.group ?? [];
  if (groups.some((group) => !/^[a-z0-9][a-z0-9-]{0,63}$/.test(group)))
    throw new Misuse("--group is the name of a group in the option groups of the portal, such as partners.");
  return {
    email: subject,
    publicUrl: publicUrlFrom(texts["public-url"]),
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    groups: [...new Set([...groups, ...(flags.has("administrator") ? ["administrators"] : [])])],
  };
}

/** The address of the portal. A link with a ticket goes over https, or to this machine. */
function publicUrlFrom(text: string | undefined): URL {
  if (text === undefined)
    throw new Misuse("write the address of the portal: --public-url https://api.example.com/developer");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? "");
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback);
  if (url === undefined || !isSafe || url.search + url.hash + url.username + url.password !== "")
    throw new Misuse(
      "--public-url is not the address of a portal: write https://api.example.com/developer, or http:// on this machine.",
    );
  return url;
}
