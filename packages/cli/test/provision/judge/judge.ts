import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerGraph } from "./graph.js";
import { GraphError, type Answer, type Call, type Fault, type Json } from "./call.js";
import { checkHeaders } from "./headers.js";
import { Issuer } from "./issuer.js";
import type { Tenant } from "./tenant.js";

export interface JudgeOptions {
  readonly tenant: Tenant;
  readonly instance: string;
  readonly products: readonly string[];
  readonly clients: readonly string[];
  readonly pageSize?: number;
  /** What happens to a call; undefined: it is answered. */
  readonly fault?: ((call: Call, judge: Judge) => Fault | undefined) | undefined;
  /** Runs before a call is answered, for another actor's work. */
  readonly before?: ((call: Call, judge: Judge) => unknown) | undefined;
  /** How an upsert answers for a name that another run took: both are seen. */
  readonly takenName?: "204" | "400";
  /** The caller's access, if not all. */
  readonly tokenSeconds?: number;
  /** Called at the fault "stop": the process is killed. */
  readonly onStop?: (() => void) | undefined;
  /** Another run works at the same time: its objects may be found, and calls repeated. */
  readonly concurrent?: boolean;
}

/** A strict Graph for one run of the command: it answers, and writes down what the page does not allow. */
export class Judge {
  readonly options: JudgeOptions;
  readonly tenant: Tenant;
  readonly calls: Call[] = [];
  readonly violations: string[] = [];
  readonly issuer: Issuer;
  /** Ids of objects that this run made. */
  readonly made: Set<string> = new Set();
  readonly requestIds: Set<string> = new Set();
  readonly pages: Map<string, { items: readonly Json[]; context: string }> = new Map();
  readonly beganAt: number = Date.now();
  #server: Server | undefined;
  #stopped = false;
  #resolveStop!: () => void;
  readonly stopped: Promise<void> = new Promise((resolve) => (this.#resolveStop = resolve));

  constructor(options: JudgeOptions) {
    this.options = options;
    this.tenant = options.tenant;
    this.issuer = new Issuer(this);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}`;
  }

  get writes(): Call[] {
    return this.calls.filter(({ method }) => method !== "GET");
  }

  violation(rule: string, call?: Call): void {
    const what = call === undefined ? "" : ` (call ${call.number}: ${call.method} ${call.url} ${call.text})`;
    this.violations.push(`${rule}${what}`);
  }

  /** The same call was made before, and its answer was spoilt: a repetition is what the page demands. */
  isRepeated(call: Call): boolean {
    return this.calls.some(
      ({ number, method, url, spoilt }) =>
        number < call.number && method === call.method && url === call.url && spoilt !== undefined,
    );
  }

  async open(): Promise<this> {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.keepAliveTimeout = 1000;
    await new Promise<void>((resolve) => this.#server!.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the caller died
    }
    if (this.#stopped) return; // a killed process gets no answer, and has no effect
    const text = Buffer.concat(chunks).toString("utf8");
    const url = request.url ?? "/";
    if (!url.startsWith("/v1.0/")) return send(response, this.issuer.answer(request, url, text));
    const call = this.#read(request, url, text);
    this.calls.push(call);
    checkHeaders(call, this);
    await this.options.before?.(call, this);
    const fault = this.options.fault?.(call, this);
    const refused = this.issuer.refusalOf(call);
    let answer: Answer | undefined;
    if (fault === undefined || fault.after === true) answer = refused ?? this.#answer(call);
    if (fault !== undefined) call.spoilt = fault;
    if (fault?.how === "answer") answer = fault.answer;
    if (fault?.how === "stop") {
      this.#stopped = true;
      this.options.onStop?.();
      return this.#resolveStop();
    }
    call.answeredAt = Date.now();
    if (answer !== undefined) call.answer = answer;
    if (fault?.how === "drop") return void request.socket.destroy();
    send(response, answer!);
  }

  #answer(call: Call): Answer {
    try {
      return answerGraph(call, this);
    } catch (error) {
      if (error instanceof GraphError) return error.answer;
      this.violation(`the judge failed: ${String(error)} ${(error as Error).stack ?? ""}`, call);
      return { status: 500, body: {} };
    }
  }

  #read(request: IncomingMessage, url: string, text: string): Call {
    const [path = "", query = ""] = url.slice("/v1.0".length).split(/\?(.*)/s);
    const parsed = new URLSearchParams();
    for (const pair of query.split("&").filter((part) => part !== "")) {
      const [name = "", value = ""] = pair.split(/=(.*)/s).map(decodeURIComponent);
      parsed.append(name, value);
    }
    let body: Json | undefined;
    try {
      body = text === "" ? undefined : (JSON.parse(text) as Json);
    } catch {
      this.violations.push(`a body is not JSON: ${text}`);
    }
    const call: Call = {
      number: this.calls.length + 1,
      at: Date.now(),
      method: request.method ?? "",
      path: decodeURIComponent(path),
      query: parsed,
      url,
      headers: request.headers,
      text,
      body,
    };
    return call;
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const isEmpty = body === undefined;
  response.writeHead(status, {
    ...(!isEmpty && {
      "Content-Type":
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
    }),
    "request-id": crypto.randomUUID(),
    ...headers,
  });
  response.end(isEmpty ? undefined : JSON.stringify(body));
}
