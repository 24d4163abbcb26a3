export { fakeError } from "./fake-answer.ts";
export type {
  FakeAnswer,
  FakeBody,
  FakeBreak,
  FakeCall,
  FakeCalls,
  FakeText,
} from "./fake-answer.ts";
export type { AnswerFunction, FakeFault, NamedPolicy } from "./fake-policy.ts";
export { startFakeProvider } from "./fake-provider.ts";
export type { FakeProvider, FakeProviderSettings, InProcessSettings } from "./fake-provider.ts";
export type { FakeRequest, FakeRequestInfo, LoggedRequest } from "./fake-request.ts";
export { spawnFakeProvider } from "./spawn-fake-provider.ts";
export type { SpawnedProvider, SpawnSettings } from "./spawn-fake-provider.ts";
