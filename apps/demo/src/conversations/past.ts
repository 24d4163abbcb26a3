import type { Topic } from "./conversation.ts";

/** How people lived before us, and what it cost. */
export const past: Topic = {
  systemPrompt: {
    name: "historian",
    content:
      "You are a historian. Say what the sources are, where they end, and keep to three sentences.",
  },
  conversations: [
    {
      name: "Why prices fall",
      turns: [
        "Why do prices fall when supply grows? Take wheat in the 1870s.",
        "Who lost by it, and did they see it coming?",
        "Which number of that time would you trust least?",
      ],
    },
    {
      name: "A letter in 1840",
      turns: [
        "What did it cost to send a letter from London to Edinburgh before the penny post?",
        "Who paid, the sender or the one who got it?",
        "What did people do to get round it?",
      ],
    },
    {
      name: "Longitude",
      turns: [
        "Why was it so much harder to find longitude than latitude at sea?",
        "Was the clock the only way that was tried?",
        "How good was a captain's guess without either?",
      ],
    },
    {
      name: "Bread in Rome",
      turns: [
        "How did a city of a million get its grain without railways?",
        "What happened in a year when the ships came late?",
        "Do we know what an ordinary family ate on a day in March?",
      ],
    },
    {
      name: "Night before lamps",
      turns: [
        "What did people do in the evening before there was street light?",
        "I read that they slept twice a night. Is that solid?",
        "Which sources would settle it?",
      ],
    },
    {
      name: "The first census",
      turns: [
        "When did states begin to count everyone, and why then?",
        "How did people resist being counted?",
        "Which group is missing from nearly all of the early ones?",
      ],
    },
    {
      name: "Salt roads",
      turns: [
        "Why was salt worth a road across the Alps?",
        "How much could one mule carry, and for what profit?",
        "What ended that trade?",
      ],
    },
    {
      name: "A map with a mistake",
      turns: [
        "Old maps show California as an island. How did that begin?",
        "Why did it last for a century although sailors knew better?",
        "What is a mistake of that kind that we may be making now?",
      ],
    },
  ],
};
