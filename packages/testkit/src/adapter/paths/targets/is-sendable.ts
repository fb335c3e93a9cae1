import type { PathSetUp } from "../path-set-up.js";

/** Whether Node's parser lets a target through to the application. HTTP/2 takes the upper half of bytes too. */
export const isSendable = (text: string, { protocol }: PathSetUp): boolean =>
  (protocol === "HTTP/2" ? HTTP2 : HTTP1).test(text);

const HTTP1 = /^(?:\/|[a-z]+:\/\/[^/]|\*$)[!-~]*$/i;
const HTTP2 = /^\/[!-~\u0080-\u00ff]*$/;
