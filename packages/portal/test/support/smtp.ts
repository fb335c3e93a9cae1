import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail, as a mail server took it. */
export interface TakenMail {
  readonly from: string | false;
  /** The recipients of the envelope. */
  readonly to: readonly string[];
  /** Headers and text. */
  readonly raw: string;
}

/** A mail server on a loopback port. */
export interface Smtp {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  /** What it does with the next mails: "hangs" never answers, "drops" ends the connection in the middle of a mail. */
  mode: "takes" | "refuses" | "is busy" | "hangs" | "drops";
  close(): Promise<void>;
}

/** Starts a mail server; on the port of an earlier one, it is that one again. */
export async function startSmtp(port = 0): Promise<Smtp> {
  const taken: TakenMail[] = [];
  const smtp = { port, taken, mode: "takes" as Smtp["mode"], close };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo(_address, _session, done) {
      if (smtp.mode === "refuses")
        return done(Object.assign(new Error("No such user"), { responseCode: 550 }));
      if (smtp.mode === "is busy") return done(Object.assign(new Error("Try later"), { responseCode: 450 }));
      if (smtp.mode === "takes" || smtp.mode === "drops") done();
    },
    onData(stream, session, done) {
      if (smtp.mode === "drops") return endConnections();
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom && mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
  });
  server.on("error", () => undefined); // a client that goes away
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  smtp.port = (server.server.address() as AddressInfo).port;
  function endConnections() {
    for (const connection of server.connections) connection.close();
  }
  async function close() {
    endConnections();
    await new Promise<void>((resolve) => server.close(resolve));
  }
  return smtp;
}

/** The text of a mail, decoded; and its headers by name, in lower case. */
export function readMail({ raw }: TakenMail): {
  readonly headers: Map<string, string[]>;
  readonly text: string;
} {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = new Map<string, string[]>();
  for (const line of head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const [name = "", value = ""] = line.split(/:\s*(.*)/s);
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
  }
  const body = rest.join("\r\n\r\n").replaceAll("\r\n", "\n");
  const [encoding] = headers.get("content-transfer-encoding") ?? [];
  const text =
    encoding === "quoted-printable"
      ? Buffer.from(
          body
            .replaceAll("=\n", "")
            .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
              String.fromCodePoint(Number.parseInt(hex, 16)),
            ),
          "latin1",
        ).toString("utf8")
      : encoding === "base64"
        ? Buffer.from(body, "base64").toString("utf8")
        : body;
  return { headers, text };
}
