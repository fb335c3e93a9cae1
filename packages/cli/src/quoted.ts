/** A word of the command line as an error shows it. Never long: it may be a token, a key or an address. */
export const quoted = (word: string): string =>
  JSON.stringify(word.length > 20 ? `${word.slice(0, 8)}…` : word);
