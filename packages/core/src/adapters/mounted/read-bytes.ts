import type { Readable } from "node:stream";

/** What is read of a stream. */
export type ByteStream = Pick<Readable, "on" | "off" | "resume" | "readableEnded" | "destroyed">;

/**
 * Reads a stream, `most` bytes of it at most; undefined when it fails or is cut off. What follows is discarded and the
 * stream is not destroyed: that would end the connection before the client has read why its body was refused.
 */
export function readBytes(stream: ByteStream, most: number): Promise<Uint8Array | undefined> {
  if (stream.readableEnded) return Promise.resolve(new Uint8Array());
  if (stream.destroyed) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const take = (chunk: Uint8Array) => {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length >= most) finish();
    };
    const finish = () => {
      stream.off("data", take);
      stream.resume();
      resolve(Buffer.concat(chunks).subarray(0, most));
    };
    // "close" comes last, so it decides only for a stream that was cut off. Errors stay heard after that.
    stream.on("data", take).on("end", finish);
    stream.on("error", () => resolve(undefined)).on("close", () => resolve(undefined));
  });
}
