import { expect } from "chai";
import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from "node:http";
import { connect, createServer as createHttp2Server, type Http2ServerRequest } from "node:http2";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { countResponse, countUpgrade } from "#src/policies/limits/count-response.js";
import { PER_CALLER } from "#src/policies/limits/counter-key.js";
import type { LimitPolicy } from "#src/policies/limits/limit-policy.js";
import { LimitUse } from "#src/policies/limits/limit-use.js";

type Handle = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

const SCOPES = { any: "a", subscription: "s", client: "c", network: "n" };

function use(kind: LimitPolicy["kind"], amountOf?: LimitPolicy["amountOf"]): LimitUse {
  const policy: LimitPolicy = {
    ...{ place: { place: "global", index: 0 }, kind, counterKind: "fixed-window", limit: 1e9, period: 1e9 },
    ...{ identity: kind, scopes: SCOPES, key: PER_CALLER, amount: 0, amountOf, anchor: undefined, total: 0 },
    ...{ fields: { remaining: undefined, total: undefined, retryAfter: undefined } },
    ...{ api: undefined, operation: undefined },
  };
  return new LimitUse(policy, kind, "", { amount: 0, anchor: 0, isMadeUp: false });
}

/** What was counted for one request: bytes of both bodies and calls. */
class Counted {
  readonly errors: unknown[] = [];
  bytes = 0;
  calls = 0;
  raises = 0;
  readonly limits: readonly LimitUse[];

  constructor(amountOf: NonNullable<LimitPolicy["amountOf"]> = () => 1) {
    this.limits = [use("bandwidth"), use("rate", amountOf)];
  }

  on(req: IncomingMessage, res: ServerResponse): void {
    countResponse(res, {
      ...{ request: req, limits: this.limits, clock: () => 0 },
      counters: {
        take: () => ({ used: [] }),
        add: (counters) => {
          this.raises += 1;
          for (const { key, amount } of counters) this[key === "bandwidth" ? "bytes" : "calls"] += amount;
        },
      },
      onError: (error) => this.errors.push(error),
    });
  }
}

/** Serves requests with a handler, counted from where `guard` is called. */
async function serving(handle: Handle, work: (port: number) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  const server = createServer((req, res) => {
    void (async () => handle(req, res))().catch((error: unknown) => {
      failures.push(error);
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  if (failures.length > 0) throw failures[0];
}

interface Sent extends RequestOptions {
  readonly body?: string | Buffer | Readable;
}

async function send(
  port: number,
  { body, ...options }: Sent = {},
): Promise<{ status: number; bytes: number }> {
  const sent = request({ port, host: "127.0.0.1", agent: false, ...options });
  if (body instanceof Readable) body.pipe(sent);
  else sent.end(body);
  const [res] = (await once(sent, "response")) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of res) bytes += (chunk as Buffer).length;
  return { status: res.statusCode!, bytes };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

type Case = readonly [name: string, handle: Handle, sent: Sent, bytes: number, calls?: number];

const text = "grün"; // 5 bytes in UTF-8, 4 in Latin 1
const read = async (req: IncomingMessage) => {
  await finished(req.resume());
};

describe("bytes and calls that are counted when a response has ended", () => {
  const cases: readonly Case[] = [
    ["a text", (_, res) => void res.end(text), {}, 5],
    ["a text in Latin 1", (_, res) => void res.end(text, "latin1"), {}, 4],
    ["a text in base64", (_, res) => void res.end(Buffer.alloc(100).toString("base64"), "base64"), {}, 100],
    ["a text in UTF-16", (_, res) => void res.end("abc", "utf16le"), {}, 6],
    [
      "a buffer and an array",
      (_, res) => (res.write(Buffer.alloc(7)), void res.end(new Uint8Array(3))),
      {},
      10,
    ],
    ["nothing", (_, res) => void res.end(), {}, 0],
    ["only a callback", (_, res) => void res.end(() => undefined), {}, 0],
    [
      "a text with a callback",
      (_, res) => (res.write("ab", () => undefined), void res.end("c", () => undefined)),
      {},
      3,
    ],
    [
      "chunks, the last with end()",
      (_, res) => (res.write("a".repeat(1_000)), res.write(text, "latin1"), void res.end("xyz")),
      {},
      1_007,
    ],
    [
      "a stream",
      (_, res) => pipeline(Readable.from([Buffer.alloc(70_000), Buffer.alloc(30_000)]), res),
      {},
      100_000,
    ],
    [
      "end() twice",
      (_, res) => (res.on("error", () => undefined), res.end("abc"), void res.end("defg")),
      {},
      3,
    ],
    [
      "what is written after the end",
      (_, res) => (res.on("error", () => undefined), res.end("abc"), void res.write("defg")),
      {},
      3,
    ],
    ["HEAD", (_, res) => void res.end("abc"), { method: "HEAD" }, 0],
    ["204", (_, res) => void res.writeHead(204).end("abc"), {}, 0],
    ["304", (_, res) => void res.writeHead(304).end("abc"), {}, 0],
    ["a chunk that Node refuses, then another", (_, res) => (refusedChunk(res), void res.end("abc")), {}, 3],
    [
      "an upload with its length",
      async (req, res) => (await read(req), void res.end("ok")),
      { method: "POST", body: Buffer.alloc(200_000) },
      200_002,
    ],
    [
      "a chunked upload",
      async (req, res) => (await read(req), void res.end("ok")),
      { method: "POST", body: Readable.from([Buffer.alloc(90_000), Buffer.alloc(10_000)]) },
      100_002,
    ],
    [
      "an upload to a response that has begun",
      async (req, res) => (res.write("a"), await read(req), void res.end("b")),
      { method: "POST", body: Buffer.alloc(50_000) },
      50_002,
    ],
    [
      "a head request with a body",
      async (req, res) => (await read(req), void res.end("ignored")),
      { method: "HEAD", headers: { "content-length": "3" }, body: "abc" },
      3,
    ],
  ];
  for (const [name, handle, sent, bytes, calls = 1] of cases)
    it(`${name}: ${bytes} bytes`, async () => {
      const counted = new Counted();
      await serving(
        (req, res) => (counted.on(req, res), handle(req, res)),
        async (port) => {
          await send(port, sent);
          await settled();
        },
      );
      expect([counted.bytes, counted.calls]).to.deep.equal([bytes, calls]);
    });

  it("an upload that nobody reads counts what was handed over, at most a few buffers, and its call once", async () => {
    const counted = new Counted();
    await serving(
      (req, res) => (counted.on(req, res), void res.end("no")),
      async (port) => {
        const sent = request({ port, method: "POST", headers: { "content-length": "50000000" } });
        sent.on("error", () => undefined);
        sent.write(Buffer.alloc(5_000_000));
        const [res] = (await once(sent, "response")) as [IncomingMessage];
        res.resume();
        await settled();
        sent.destroy();
        await settled();
      },
    );
    expect(counted.calls).to.equal(1);
    expect(counted.bytes).to.be.within(2, 300_000);
  });

  it("a body parser before: the declared length, and what is buffered of an unread body", async () => {
    for (const [isRead, body] of [
      [true, Buffer.alloc(70_000)],
      [false, Buffer.alloc(1_000)],
    ] as const) {
      const counted = new Counted();
      await serving(
        async (req, res) => {
          if (isRead) await read(req);
          else await settled();
          counted.on(req, res);
          if (!isRead) await read(req);
          res.end("ok");
        },
        async (port) => {
          await send(port, { method: "POST", body });
          await settled();
        },
      );
      expect(counted.bytes, isRead ? "read" : "unread").to.equal(body.length + 2);
    }
  });

  it("compression before the guard: bytes as the handler wrote them; after it: as they were compressed", async () => {
    for (const isBefore of [true, false]) {
      const counted = new Counted();
      let received = 0;
      await serving(
        (req, res) => {
          if (isBefore) compress(res);
          counted.on(req, res);
          if (!isBefore) compress(res);
          res.write("a".repeat(60_000));
          res.end("a".repeat(40_000));
        },
        async (port) => {
          received = (await send(port)).bytes;
          await settled();
        },
      );
      expect(counted.bytes).to.equal(isBefore ? 100_000 : received);
      expect([counted.calls, received < 2_000]).to.deep.equal([1, true]);
    }
  });

  it("several requests of one socket, each for itself, one after the other", async () => {
    const all: Counted[] = [];
    await serving(
      (req, res) => {
        const counted = new Counted();
        all.push(counted);
        counted.on(req, res);
        res.end("x".repeat(all.length));
      },
      async (port) => {
        const { Agent } = await import("node:http");
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (let i = 0; i < 3; i++) await send(port, { agent });
        agent.destroy();
        await settled();
      },
    );
    expect(all.map(({ bytes, calls, raises }) => [bytes, calls, raises])).to.deep.equal([
      [1, 1, 1],
      [2, 1, 1],
      [3, 1, 1],
    ]);
  });

  it("before the caller has its answer, so the next call of it finds the count", async () => {
    const counted = new Counted();
    await serving(
      (req, res) => (counted.on(req, res), void res.end("abc")),
      async (port) => {
        await send(port);
        expect([counted.bytes, counted.calls]).to.deep.equal([3, 1]);
      },
    );
  });

  it("two guards of one request: each counts what it must, the bytes as they are", async () => {
    const [one, other] = [new Counted(), new Counted()];
    await serving(
      async (req, res) => {
        one.on(req, res);
        await read(req);
        other.on(req, res);
        res.write("ab");
        res.end("cd");
      },
      async (port) => {
        await send(port, { method: "POST", body: "x".repeat(1_000) });
        await settled();
      },
    );
    expect([one.bytes, other.bytes, one.calls, other.calls]).to.deep.equal([1_004, 1_004, 1, 1]);
  });
});

describe("calls that are counted by their response", () => {
  const counting = async (
    amountOf: NonNullable<LimitPolicy["amountOf"]>,
    handle: Handle,
    sent: Sent = {},
  ): Promise<Counted> => {
    const counted = new Counted(amountOf);
    await serving(
      (req, res) => (counted.on(req, res), handle(req, res)),
      async (port) => {
        await send(port, sent);
        await settled();
      },
    );
    return counted;
  };

  it("by status and fields, of any case", async () => {
    const amountOf: NonNullable<LimitPolicy["amountOf"]> = ({ status, header }) =>
      status === 201 ? Number(header("X-Cost")) : 0;
    const answers: readonly Handle[] = [
      (_, res) => (res.setHeader("X-COST", "7"), (res.statusCode = 201), void res.end()),
      (_, res) => void res.writeHead(201, { "x-cost": "7" }).end(),
      (_, res) => void res.writeHead(201, "Made", { "X-Cost": 7 }).end(),
      (_, res) => void res.writeHead(201, ["a", "b", "x-cost", "7"]).end(),
      (_, res) => (res.setHeader("X-Cost", "1"), void res.writeHead(201, { "x-cost": ["7"] }).end()),
      (_, res) => (res.setHeader("X-Cost", "7"), void res.writeHead(201, { "x-other": "1" }).end()),
      (_, res) => (res.setHeader("X-Cost", "7"), void res.writeHead(201, "Made", null as never).end()),
      (_, res) => void res.writeHead(201, ["x-name", "x-cost", "x-cost", "7"]).end(),
    ];
    for (const handle of answers) {
      const { calls, errors } = await counting(amountOf, handle);
      expect([calls, errors], String(handle)).to.deep.equal([7, []]);
    }
    expect((await counting(amountOf, (_, res) => void res.end())).calls).to.equal(0);
  });
  it("by fields that are absent, and by the text of all values of one", async () => {
    const seen: unknown[] = [];
    const amountOf: NonNullable<LimitPolicy["amountOf"]> = ({ header }) => seen.push(header("X-Cost"));
    await counting(amountOf, (_, res) => void res.end());
    await counting(amountOf, (_, res) => (res.setHeader("x-cost", ["1", "2"]), void res.end()));
    await counting(amountOf, (_, res) => void res.writeHead(200, ["X-Cost", "1", "x-cost", "2"]).end());
    expect(seen).to.deep.equal([undefined, "1, 2", "1, 2"]);
  });
  it("a response that counts nothing raises no counter", async () => {
    const counted = await counting(
      () => 0,
      (_, res) => void res.end(),
    );
    expect([counted.raises, counted.calls]).to.deep.equal([0, 0]);
  });
  it("a function that returns more than the largest limit counts as much as that", async () => {
    const counted = new Counted(() => Number.MAX_SAFE_INTEGER);
    await serving(
      (req, res) => (counted.on(req, res), void res.end()),
      async (port) => {
        await send(port, {});
        await settled();
      },
    );
    expect([counted.calls, counted.errors.length]).to.deep.equal([100_000_000, 0]);
  });
  it("a function that throws or returns no amount counts one, and is reported", async () => {
    for (const wrong of [
      () => NaN,
      () => -1,
      () => 1.5,
      () => "2" as never,
      () => Promise.resolve(1) as never,
    ]) {
      const { calls, errors } = await counting(wrong, (_, res) => void res.end());
      expect([calls, errors.map(String)]).to.deep.equal([
        1,
        ["TypeError: a function of a limit must return 0 or a positive whole number"],
      ]);
    }
    const { calls, errors } = await counting(
      () => {
        throw new Error("of the application");
      },
      (_, res) => void res.end(),
    );
    expect([calls, (errors[0] as Error).message]).to.deep.equal([1, "of the application"]);
  });
  it("asked once, with the status that was sent", async () => {
    const seen: number[] = [];
    await counting(
      ({ status }) => seen.push(status),
      (_, res) => ((res.statusCode = 404), res.end("a"), (res.statusCode = 200), void res.end()),
    );
    expect(seen).to.deep.equal([404]);
  });
});

describe("upgrades that are admitted", () => {
  it("count at once as a call that is answered 101, without fields; what counts 0 raises no counter", () => {
    const raised = (...amounts: readonly NonNullable<LimitPolicy["amountOf"]>[]) => {
      const found: number[][] = [];
      countUpgrade(
        amounts.map((amountOf) => use("rate", amountOf)),
        {
          counters: {
            take: () => ({ used: [] }),
            add: (counters) => void found.push(counters.map(({ amount }) => amount)),
          },
          ...{ clock: () => 0, onError: (error) => expect.fail(String(error)) },
        },
      );
      return found;
    };
    const byStatus: LimitPolicy["amountOf"] = ({ status, header }) =>
      header("x") === undefined ? status : 0;
    expect(
      raised(
        byStatus,
        () => 0,
        () => 2,
      ),
    ).to.deep.equal([[101, 2]]);
    expect(raised(() => 0)).to.deep.equal([]);
  });
});

describe("callers that go away", () => {
  const aborted = async (handle: (res: ServerResponse, gone: Promise<unknown>) => Promise<void>) => {
    const counted = new Counted();
    let done: Promise<unknown> | undefined;
    let begin: () => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    await serving(
      (req, res) => {
        counted.on(req, res);
        res.on("error", () => undefined);
        const gone = once(res, "close");
        const handled = handle(res, gone);
        done = Promise.all([handled, gone]);
        begin();
        return handled;
      },
      async (port) => {
        const sent = request({ port, host: "127.0.0.1", agent: false });
        sent.on("error", () => undefined).end();
        const answered = once(sent, "response").catch(() => undefined);
        await begun;
        await Promise.race([answered, settled()]);
        sent.destroy();
        await settled();
        await done;
        await settled();
      },
    );
    return counted;
  };

  it("before the response began: nothing, also when the handler ends it later", async () => {
    const { calls, bytes } = await aborted(async (res, gone) => {
      await gone;
      res.end("late");
    });
    expect([calls, bytes]).to.deep.equal([0, 0]);
  });
  it("after it began: the call, and the bytes until then", async () => {
    const { calls, bytes } = await aborted(async (res, gone) => {
      res.write("abc");
      await gone;
      res.write("late");
      res.end();
    });
    expect([calls, bytes]).to.deep.equal([1, 3]);
  });
  it("the server that ends the connection itself counts the same", async () => {
    const { calls, bytes } = await aborted((res) => {
      res.write("abc");
      res.destroy();
      return Promise.resolve();
    });
    expect([calls, bytes]).to.deep.equal([1, 3]);
  });
});

describe("HTTP/2, through the compatible API", () => {
  const over2 = async (
    handle: Handle,
    headers: Record<string, string> = {},
    body?: Buffer,
  ): Promise<Counted> => {
    const counted = new Counted();
    const server = createHttp2Server((req, res) => {
      const [one, other] = [req, res] as unknown as [IncomingMessage, ServerResponse];
      counted.on(one, other);
      void (async () => handle(one, other))();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request(
      { ":path": "/", ...(body !== undefined && { ":method": "POST" }), ...headers },
      { endStream: body === undefined },
    );
    if (body !== undefined) stream.end(body);
    stream.resume();
    await finished(stream);
    await settled();
    session.close();
    await new Promise((resolve) => server.close(resolve));
    return counted;
  };

  const rows: readonly (readonly [
    name: string,
    handle: Handle,
    expected: number,
    headers?: Record<string, string>,
    body?: Buffer,
  ])[] = [
    ["end(text)", (_, res) => void res.end(text), 5],
    ["write and end", (_, res) => (res.write("ab"), void res.end("cd", "latin1")), 4],
    ["a stream", (_, res) => pipeline(Readable.from([Buffer.alloc(70_000)]), res), 70_000],
    ["HEAD", (_, res) => void res.end("abc"), 0, { ":method": "HEAD" }],
    ["204", (_, res) => ((res.statusCode = 204), void res.end()), 0],
    [
      "an upload",
      async (req, res) => (
        await read(req as unknown as Http2ServerRequest & IncomingMessage),
        void res.end("ok")
      ),
      100_002,
      {},
      Buffer.alloc(100_000),
    ],
  ];
  for (const [name, handle, expected, headers, body] of rows)
    it(`${name}: ${expected} bytes, one call`, async () => {
      const { bytes, calls } = await over2(handle, headers, body);
      expect([bytes, calls]).to.deep.equal([expected, 1]);
    });
});

function refusedChunk(res: ServerResponse): void {
  expect(() => res.write({} as never)).to.throw();
  expect(() => res.end({} as never)).to.throw();
}

/** Compresses a response as the usual middleware does: by replacing its functions. */
function compress(res: ServerResponse): void {
  const gzip = createGzip();
  const write = res.write.bind(res) as (chunk: Buffer) => boolean;
  const end = res.end.bind(res) as () => ServerResponse;
  res.write = ((chunk: string | Buffer) => gzip.write(chunk)) as ServerResponse["write"];
  res.end = ((chunk?: string | Buffer) => {
    gzip.end(chunk);
    return res;
  }) as ServerResponse["end"];
  gzip.on("data", (chunk: Buffer) => write(chunk));
  gzip.on("end", () => end());
}
