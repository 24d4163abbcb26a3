import type { Topic } from "./conversation.ts";

/** Programs and the people who write them. */
export const workshop: Topic = {
  systemPrompt: {
    name: "engineer",
    content:
      "You are a senior engineer. Answer briefly, name the trade-off, and say what you would measure.",
  },
  conversations: [
    {
      name: "A slow query",
      turns: [
        "A query over three tables takes four seconds since Monday. Where do I begin?",
        "The plan shows a full scan of the biggest table. Is an index always the answer?",
        "How do I show afterwards that the index was what helped?",
      ],
    },
    {
      name: "Retry or not",
      turns: [
        "Our payment calls sometimes time out. Should we just try again?",
        "The provider takes an idempotency key. What exactly does that buy us?",
        "What would you write into the log for each attempt?",
      ],
    },
    {
      name: "Two caches",
      turns: [
        "We have a cache in the process and one in Redis, and they disagree. Which one goes?",
        "Nobody remembers why the inner one was added. How do I find out if it matters?",
        "Draft the two sentences that I post to the team before I remove it.",
      ],
    },
    {
      name: "A flaky test",
      turns: [
        "One test fails about once in fifty runs. Quarantine it or stop and fix it?",
        "It sleeps for 200 ms and then checks a list. What would you put in its place?",
        "How many green runs in a row would convince you?",
      ],
    },
    {
      name: "Clocks that disagree",
      turns: [
        "Events from two servers arrive in the wrong order. Both have NTP. Why?",
        "Would sorting by an id that contains the time solve it?",
        "Which of our features really needs the true order?",
      ],
    },
    {
      name: "The big rewrite",
      turns: [
        "The team wants to rewrite the billing service. What would make you agree?",
        "It has no tests at all. Does that speak for the rewrite or against it?",
        "What is the smallest first step that could be thrown away?",
      ],
    },
    {
      name: "Queue or table",
      turns: [
        "We need background jobs, about ten a second. A queue server or a table?",
        "How do I stop two workers from taking the same row?",
        "At what load would you change your mind?",
      ],
    },
    {
      name: "Reading a memory graph",
      turns: [
        "Memory of our service climbs by 20 MB an hour and drops at each deploy. Is it a leak?",
        "The heap snapshot shows many strings that look like request bodies. What holds them?",
        "How would you prove the fix before the weekend?",
      ],
    },
  ],
};
