/** Text of a file, and whether bytes of it are no text in its encoding. */
export interface DecodedText {
  readonly text: string;
  readonly isBroken: boolean;
}

/** UTF-8, or UTF-16 by its byte order mark, which the redirection of Windows PowerShell writes. The mark is dropped. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), isBroken: false };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), isBroken: true };
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}
