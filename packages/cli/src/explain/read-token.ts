import type { CommandIo } from "../command-io.js";

/** No header carries more, and a file given by mistake need not be read to its end. */
const MOST = 1024 * 1024;

/** The token as given, or as it stands on standard input, without "Bearer" and white space around it. */
export async function readToken(
  given: string,
  { stdin, stderr }: Pick<CommandIo, "stdin" | "stderr">,
): Promise<string> {
  if (given === "-" && stdin.isTTY === true) stderr.write("Paste the token, then Enter and Ctrl-D:\n");
  const token = bare(given === "-" ? await textOf(stdin) : given);
  if (token !== "") return token;
  throw new Error(given === "-" ? "there is no token on standard input." : "the token is empty.");
}

async function textOf(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.byteLength;
    if (size > MOST) throw new Error("standard input is too long for a token.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

// As copied from a request, a log or a JSON document.
const bare = (text: string): string =>
  text
    .trim()
    .replace(/^authorization: */i, "")
    .replace(/^bearer( +|$)/i, "")
    .replace(/^(["'])(.*)\1$/s, "$2")
    .trim();
