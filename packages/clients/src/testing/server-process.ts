// boundary: the settings come from spawnFakeProvider, or from whoever starts this program by hand
import { startFakeProvider, type FakeProviderSettings } from "./fake-provider.ts";

/** Settings of the process itself, beside those of the provider. */
interface ProcessSettings extends FakeProviderSettings {
  /** `stdin`: it ends when its standard input does. */
  readonly endsWith?: "stdin";
  /** It ends after so many milliseconds without a request, so that none is left behind. */
  readonly idleMs?: number;
}

/*
 * The fake provider as a program of its own: `node server-process.js '{"policy":"seeded"}'`. When it is ready
 * it prints one line, `{"url":"http://127.0.0.1:…/v1","pid":…}`.
 */
const settings = JSON.parse(process.argv[2] ?? "{}") as ProcessSettings; // a test's own settings
const provider = await startFakeProvider(settings);
const end = (): void => {
  void provider.close().then(() => process.exit(0));
};
process.on("SIGTERM", end);
process.on("SIGINT", end);
if (settings.endsWith === "stdin") process.stdin.on("close", end).resume();
let seen = 0;
setInterval(() => {
  const requests = provider.log().length;
  if (requests === seen) end();
  seen = requests;
}, settings.idleMs ?? 600_000);
process.stdout.write(`${JSON.stringify({ url: provider.url, pid: process.pid })}\n`);
