// boundary: the settings come from spawnFakeProvider, or from whoever starts this program by hand
import { startFakeProvider, type FakeProviderSettings } from "./fake-provider.ts";

/*
 * The fake provider as a program of its own: `node server-process.js '{"policy":"seeded"}'`. It prints one
 * line, `{"url":"http://127.0.0.1:…/v1","pid":…}`, when it is ready, and ends when it is told to, or when
 * standard input ends if `endsWith` is "stdin".
 */
const settings = JSON.parse(process.argv[2] ?? "{}") as FakeProviderSettings & {
  readonly endsWith?: "stdin";
}; // a wrong setting shows as a wrong answer of a test server
const provider = await startFakeProvider(settings);
const end = (): void => {
  void provider.close().then(() => process.exit(0));
};
process.on("SIGTERM", end);
process.on("SIGINT", end);
if (settings.endsWith === "stdin") process.stdin.on("end", end).resume();
process.stdout.write(`${JSON.stringify({ url: provider.url, pid: process.pid })}\n`);
