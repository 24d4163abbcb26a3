/** What `--help` prints. */
export const helpText = `Runs conversations in parallel and stores every version of them.

  npm run demo                          40 conversations, 3 turns each, then one branched at its second version
  npm run demo -- jsonl FILE            one conversation a line, {"messages":[...]}: the next answer of each

Without OPENAI_API_KEY a built-in server answers, offline and in a process of its own. With it, the provider
at OPENAI_BASE_URL (default https://api.openai.com/v1) and the model OPENAI_MODEL (default gpt-4.1-mini) do.
Killed at any moment and started again with the same storage, a run goes on: what is answered is not asked again.

  --storage memory|sqlite:PATH   where the conversations are stored; default sqlite:minference-demo/demo.db
  --concurrency N                conversations in work at one time; default 64
  --requests-per-minute N        default 500 for a provider, no limit for the built-in server
  --tokens-per-minute N          default 200000 for a provider, no limit for the built-in server
  --seed N                       decides what the built-in server answers; default 1
  --out FILE                     jsonl: results go there, one line each; default stdout
  --help

Results of jsonl: {"line","name","lineageId","versionId","status":"answered"|"unchanged"|"failed"|"aborted",
"askedVersionId","content","toolCalls","finishReason","usage","error"}; a line that is no conversation is
reported on stderr with its number and reason.

Exit codes: 0 done; 1 something failed while running, the same command goes on from there; 2 wrong arguments,
key, URL or database, nothing ran; 3 done, but for bad lines.
`;
