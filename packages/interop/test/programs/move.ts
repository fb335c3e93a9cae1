// The same API before and after each step of the move, against an emulator over https; sends the same requests to all.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express } from "express";
import { createApp as before } from "../move/before.js";
import type { Settings } from "../move/settings.js";
import { createApp as step1 } from "../move/step-1.js";
import { createApp as step2 } from "../move/step-2.js";
import { createApp as step3 } from "../move/step-3.js";
import { readOrder, report } from "../support/order.js";

/** What the test writes. */
export interface MoveOrder {
  readonly settings: Settings;
  readonly requests: Readonly<Record<string, MoveRequest>>;
}

export interface MoveRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Where the token stands; nowhere without one. */
  readonly token?: { readonly in: "header" | "body" | "query"; readonly value: string };
}

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Each request's answers: before, and after each step. */
export type MoveOutcome = Readonly<Record<string, Readonly<Record<Step, Answered>>>>;

const STEPS = { before, step1, step2, step3 };
export type Step = keyof typeof STEPS;

const { settings, requests } = await readOrder<MoveOrder>();
const outcome: Record<string, Record<string, Answered>> = {};
for (const [step, createApp] of Object.entries(STEPS)) {
  const { url, close } = await serve(createApp(settings));
  for (const [name, request] of Object.entries(requests)) {
    (outcome[name] ??= {})[step] = await send(url, request);
  }
  close();
}
report(outcome);

async function serve(routes: Express): Promise<{ url: string; close: () => void }> {
  const app = express().set("env", "test").use(express.urlencoded(), routes);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function send(origin: string, { method, path, token }: MoveRequest): Promise<Answered> {
  const url = new URL(path, origin);
  if (token?.in === "query") url.searchParams.set("access_token", token.value);
  const response = await fetch(url, {
    method,
    headers: token?.in === "header" ? { authorization: `Bearer ${token.value}` } : {},
    ...(token?.in === "body" && { body: new URLSearchParams({ access_token: token.value }) }),
  });
  return { status: response.status, body: await response.text() };
}
