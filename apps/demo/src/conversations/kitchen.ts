import type { Topic } from "./conversation.ts";

/** Cooking and baking. */
export const kitchen: Topic = {
  systemPrompt: {
    name: "cook",
    content: "You are a patient cook. Answer in two or three sentences and give amounts in grams.",
  },
  conversations: [
    {
      name: "A dense loaf",
      turns: [
        "My sourdough comes out dense and a little gummy. What should I look at first?",
        "The kitchen has 18 degrees. How much longer would you let it rise?",
        "And how do I tell that it has risen enough, without a clock?",
      ],
    },
    {
      name: "Lentils for six",
      turns: [
        "I want a lentil stew for six people. How many lentils do I need?",
        "One of them does not eat onions. What gives it depth instead?",
        "Can I make it the day before, and what changes if I do?",
      ],
    },
    {
      name: "A knife that slips",
      turns: [
        "Tomatoes squash under my knife. Is it the knife or how I hold it?",
        "I have a whetstone with two sides, 1000 and 3000. Which one, and for how long?",
        "How often should I do that if I cook every evening?",
      ],
    },
    {
      name: "Rice on a camp stove",
      turns: [
        "How do I cook rice on a camp stove that has no low flame?",
        "Would soaking it at breakfast help?",
        "How much water should I carry for four people then?",
      ],
    },
    {
      name: "Too much salt",
      turns: [
        "I put twice the salt into a pot of soup. Can it be saved?",
        "Does a potato really draw the salt out?",
        "What is a good habit so that it does not happen again?",
      ],
    },
    {
      name: "Custard that curdles",
      turns: [
        "Why does my custard turn into scrambled eggs?",
        "At what temperature does it set, and how do I know without a thermometer?",
        "Is there a rescue once I see the first lumps?",
      ],
    },
    {
      name: "Coffee at altitude",
      turns: [
        "We are in a hut at 2,500 metres and the coffee tastes weak. Does the height matter?",
        "Should I grind it finer or just use more of it?",
        "Would a pressure cooker be silly for this?",
      ],
    },
    {
      name: "Jam without a recipe",
      turns: [
        "I have two kilos of plums and no recipe. How much sugar is safe?",
        "My grandmother never bought pectin. What did she rely on?",
        "How long will the jars keep in a cellar?",
      ],
    },
  ],
};
