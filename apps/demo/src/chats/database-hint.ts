import { createRequire } from "node:module";

const query =
  "SELECT ecs_id, role, substr(content, 1, 60) AS content FROM chat_message_text ORDER BY ecs_id LIMIT 10";

/** Where the database lies, and two commands that look into it. */
export function databaseHint(file: string): readonly string[] {
  const driver = createRequire(import.meta.url).resolve("better-sqlite3");
  const program = `console.table(require(${quote(driver)})(${quote(file)}).prepare(${quote(query)}).all())`;
  return [
    `database       ${file}`,
    `  sqlite3 ${shell(file)} ${shell(query)}`,
    `  node -e ${shell(program)}`,
  ];
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
