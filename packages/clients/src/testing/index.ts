export { fakeError } from "./fake-answer.ts";
export type {
  FakeAnswer,
  FakeBody,
  FakeBreak,
  FakeCall,
  FakeCalls,
  FakeErrorDetail,
  FakeText,
} from "./fake-answer.ts";
export type { AnswerFunction, FakeFault, NamedPolicy } from "./fake-policy.ts";
export { startFakeProvider } from "./fake-provider.ts";
export type { FakeProvider, FakeProviderSettings, InProcessSettings } from "./fake-provider.ts";
export type { FakeRequest, FakeRequestInfo, FakeWire, LoggedRequest } from "./fake-request.ts";
export { readConversation } from "./read-conversation.ts";
export type { FakeHistoryCall, FakeMessage } from "./read-conversation.ts";
export { forcedTool, offeredTools } from "./read-tools.ts";
export type { FakeTool } from "./read-tools.ts";
export { spawnFakeProvider } from "./spawn-fake-provider.ts";
export type { SpawnedProvider, SpawnSettings } from "./spawn-fake-provider.ts";
