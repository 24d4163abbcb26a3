import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { ChatThread, LLMConfig, SystemPrompt } from "@minference/threads";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import { withPlainDatabase } from "./support/plain-database.ts";
import { tempFolder } from "./support/temp-folder.ts";

test("plain SQL reads ids, instants and the messages of every version of a thread", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file });
  const registry = new EntityRegistry({ storage, actor: "ada" });
  const thread = new ChatThread({
    systemPrompt: new SystemPrompt({ name: "brief", content: "Be brief." }),
    llmConfig: new LLMConfig({ client: "openai", model: "m" }),
  });
  const versions: string[] = [];
  for (const text of ["one", "two", "three"]) {
    thread.newMessage = text;
    thread.addUserMessage();
    await registry.register(thread);
    versions.push(thread.ecsId);
  }
  const lines = withPlainDatabase(file, (database) =>
    database
      .prepare(
        `SELECT version, position, content FROM thread_message_history_resolved
         JOIN chat_message ON ecs_id = message_id ORDER BY version, position`,
      )
      .raw()
      .all(),
  );
  expect(lines).toEqual(
    versions.flatMap((version, index) =>
      ["one", "two", "three"]
        .slice(0, index + 1)
        .map((text, position) => [version, position, text]),
    ),
  );
  const who = withPlainDatabase(file, (database) =>
    database
      .prepare(
        `SELECT t.ecs_id, t.created_at, b.actor FROM chat_thread_text AS t
         JOIN write_batch_text AS b USING (batch_id) ORDER BY 1`,
      )
      .raw()
      .all(),
  );
  expect(who).toEqual(
    versions.map((version) => [version, expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/), "ada"]),
  );
});
