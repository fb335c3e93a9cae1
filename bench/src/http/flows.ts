import { garbage, withBadSignature, withUnknownKid } from "../world/spoil.js";

/** What kinds of requests there are. */
export type FlowName =
  "one token" | "many tokens" | "no credential" | "garbage" | "bad signature" | "unknown kid" | "mixed";

/** Requests as bytes, the next one at every call. */
export type Flow = () => Buffer;

/** Makes a flow of requests from good tokens. */
export function flowOf(name: FlowName, tokens: readonly string[]): Flow {
  switch (name) {
    case "one token":
      return inTurn([requestWith(tokens[0]!)]);
    case "many tokens":
      return inTurn(tokens.map(requestWith));
    case "no credential":
      return inTurn([requestWith(undefined)]);
    case "garbage":
      return inTurn(Array.from({ length: tokens.length }, () => requestWith(garbage())));
    case "bad signature":
      return inTurn(tokens.map((token) => requestWith(withBadSignature(token))));
    case "unknown kid":
      return inTurn(tokens.map((token) => requestWith(withUnknownKid(token))));
    case "mixed":
      return mixed(tokens);
  }
}

/** Of twenty requests fourteen from few callers, four from many, one forged and one without a token. */
function mixed(tokens: readonly string[]): Flow {
  const few = inTurn(tokens.slice(0, 20).map(requestWith));
  const many = inTurn(tokens.map(requestWith));
  const forged = inTurn(tokens.map((token) => requestWith(withBadSignature(token))));
  const none = inTurn([requestWith(undefined)]);
  let at = 0;
  return () => {
    const place = at++ % 20;
    if (place === 19) return none();
    if (place === 9) return forged();
    return place % 5 === 2 ? many() : few();
  };
}

/** These requests, from the first again after the last. */
export function inTurn(requests: readonly Buffer[]): Flow {
  let next = 0;
  return () => requests[next++ % requests.length]!;
}

/** A call of the API as bytes, with a token or without. */
export function requestWith(token: string | undefined): Buffer {
  const lines = [
    "GET /orders HTTP/1.1",
    "Host: api.example.com",
    "User-Agent: bench/1.0",
    "Accept: application/json",
    "Accept-Encoding: identity",
    "X-Request-Id: 0f8fad5b-d9cb-469f-a165-70867728950e",
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}
