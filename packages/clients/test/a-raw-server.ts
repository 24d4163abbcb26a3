import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** A TCP server on loopback that does as told with each request that has come whole. */
export interface RawServer {
  readonly url: string;
  /** How many connections were made. */
  connections(): number;
  /** Resolves when the peer of the first connection has hung up. */
  readonly hungUp: Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts one; `answer` gets the socket when the request of a connection has come. */
export async function aRawServer(answer: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = createServer();
  const hungUp = new Promise<void>((resolve) => {
    server.once("connection", (socket) => socket.once("close", () => resolve()));
  });
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    connections: () => connections,
    hungUp,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** The head of an answer with status 200. */
export const okHead = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
