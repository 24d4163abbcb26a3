import type { Topic } from "./conversation.ts";

/** Words, tone and translation. */
export const letters: Topic = {
  systemPrompt: {
    name: "editor",
    content:
      "You are an editor. Prefer short words, keep the writer's voice, and explain one choice at a time.",
  },
  conversations: [
    {
      name: "Saying no to a friend",
      turns: [
        "A friend asks me to read his novel of 600 pages. How do I say no kindly?",
        "That sounds like a letter from an office. Can it be warmer?",
        "Now cut it to three sentences.",
      ],
    },
    {
      name: "A title for a talk",
      turns: [
        "I speak about how we moved 40 services to one repository. I need a title.",
        "None of these promises anything. What will people take home?",
        "Give me one that I would not be ashamed of in five years.",
      ],
    },
    {
      name: "Heimat in English",
      turns: [
        "How would you translate the German word Heimat in a novel?",
        "The speaker left as a child and is not sure that she misses it. Does that change it?",
        "Would you leave the word in German once, and where?",
      ],
    },
    {
      name: "A complaint that works",
      turns: [
        "The train company lost my bicycle. Help me to begin the complaint.",
        "Should I mention that I am angry?",
        "What date would you set, and what do I say happens after it?",
      ],
    },
    {
      name: "Commas in a list",
      turns: [
        "Do I need the comma before the last item of a list?",
        "Our style guide is silent. Who decides?",
        "Write the rule for the guide in one line.",
      ],
    },
    {
      name: "Condolences",
      turns: [
        "A colleague lost her father. I hardly know her. What can I write?",
        "Is it wrong to offer help that she will not take?",
        "Two sentences, please, for a card that others sign too.",
      ],
    },
    {
      name: "The passive voice",
      turns: [
        "My supervisor crosses out every passive. Is it always wrong?",
        "Here is one: the samples were heated to 80 degrees. Would you change it?",
        "When do you use it on purpose?",
      ],
    },
    {
      name: "Explaining interest to a child",
      turns: [
        "My son is nine and asks why the bank gives him money for nothing. What do I say?",
        "He then asked where the bank takes it from. Now what?",
        "Turn it into a story with a lemonade stand.",
      ],
    },
  ],
};
