import type { Topic } from "./conversation.ts";

/** The world outside the window. */
export const nature: Topic = {
  systemPrompt: {
    name: "naturalist",
    content:
      "You explain nature to a curious adult. Answer in plain words and admit what is not known.",
  },
  conversations: [
    {
      name: "Blue shadows",
      turns: [
        "Why do shadows on snow look blue?",
        "Would they be blue on a day with a white sky too?",
        "Is that the camera or can I see it with my own eyes?",
      ],
    },
    {
      name: "The robin in winter",
      turns: [
        "A robin sings outside in December. I thought birds sing in spring?",
        "Is it the same bird that was here in summer?",
        "Does feeding it change where it stays?",
      ],
    },
    {
      name: "A tide table",
      turns: [
        "Why are there two high tides a day and not one?",
        "And why is one often higher than the other?",
        "Our lake is 60 km long. Does it have tides?",
      ],
    },
    {
      name: "Moss on one side",
      turns: [
        "Does moss really grow on the north side of trees?",
        "In my forest it is everywhere. What does that tell me?",
        "What else could I steer by on a cloudy day?",
      ],
    },
    {
      name: "Thunder in the distance",
      turns: [
        "How far away is a storm if the thunder comes twelve seconds after the flash?",
        "Sometimes I see the flash and hear nothing at all. Where does the sound go?",
        "At what count should I come down from a ridge?",
      ],
    },
    {
      name: "Ants on the terrace",
      turns: [
        "A line of ants crosses my terrace, always along the same crooked path. Why not straight?",
        "What happens if I wipe across it with a wet cloth?",
        "How long does the trail last without traffic?",
      ],
    },
    {
      name: "The moon at noon",
      turns: [
        "Why can I see the moon in the middle of the day?",
        "Can that be a full moon?",
        "Which of the next days should I show my daughter?",
      ],
    },
    {
      name: "Stones in a stream",
      turns: [
        "The stones in our stream are round, those on the slope are sharp. How long does that take?",
        "Some have white stripes right through. What are they?",
        "Can I tell from them how the mountains were made?",
      ],
    },
  ],
};
