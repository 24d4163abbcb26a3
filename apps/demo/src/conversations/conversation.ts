/** A user's side of one conversation. */
export interface Conversation {
  /** Names its thread in the database, so that a run started again finds it. */
  readonly name: string;
  /** What the user says, turn by turn. */
  readonly turns: readonly [string, string, string];
}

/** Conversations that share a system prompt. */
export interface Topic {
  readonly systemPrompt: { readonly name: string; readonly content: string };
  readonly conversations: readonly Conversation[];
}
