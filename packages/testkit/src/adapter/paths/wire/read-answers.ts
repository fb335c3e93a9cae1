import { TOLD } from "../path-set-up.js";

export interface WireAnswer {
  readonly status: number;
  readonly told: string | undefined;
  /** Whether nothing comes after it. */
  readonly closes: boolean;
}

/** Reads the answers to these requests from what has come so far. */
export function readAnswers(
  text: string,
  requests: readonly { readonly method: string }[],
): readonly WireAnswer[] {
  const answers: WireAnswer[] = [];
  let at = 0;
  for (const { method } of requests) {
    const end = text.indexOf("\r\n\r\n", at);
    if (end === -1) break;
    const head = text.slice(at, end);
    const status = Number(head.slice(9, 12));
    const closes = /\r\nconnection: close/i.test(head);
    const told = new RegExp(`\r\n${TOLD}: ([^\r]*)`, "i").exec(head)?.[1];
    at = end + 4;
    if (method !== "HEAD" && status !== 204 && status !== 304 && !closes) {
      const next = bodyEnd(text, at, head);
      if (next === undefined) break;
      at = next;
    }
    answers.push({ status, told, closes });
    if (closes) break;
  }
  return answers;
}

function bodyEnd(text: string, from: number, head: string): number | undefined {
  if (/\r\ntransfer-encoding: chunked/i.test(head)) {
    const end = text.indexOf("0\r\n\r\n", from);
    return end === -1 ? undefined : end + 5;
  }
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return text.length < from + length ? undefined : from + length;
}
