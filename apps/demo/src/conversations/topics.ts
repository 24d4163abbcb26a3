import type { Topic } from "./conversation.ts";
import { kitchen } from "./kitchen.ts";
import { letters } from "./letters.ts";
import { nature } from "./nature.ts";
import { past } from "./past.ts";
import { workshop } from "./workshop.ts";

/** The 40 conversations of the scene `chats`, written for it. */
export const topics: readonly Topic[] = [kitchen, workshop, nature, letters, past];
