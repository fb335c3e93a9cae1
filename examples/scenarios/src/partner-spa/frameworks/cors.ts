/** The methods and header fields that pages may send, and those of answers that they may read. */
export const METHODS: string[] = ["GET", "POST"];
export const SENT: string[] = ["Authorization", "Content-Type"];
export const READ: string[] = ["WWW-Authenticate", "Retry-After"];
/** Seconds for which a browser remembers a preflight. */
export const REMEMBERED = 600;
