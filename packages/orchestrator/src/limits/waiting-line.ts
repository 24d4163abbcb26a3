/** One who waits in a line. */
export interface InLine<T> {
  readonly item: T;
  readonly priority: number;
  isWaiting: boolean;
}

interface Lane<T> {
  readonly priority: number;
  places: InLine<T>[];
  first: number;
}

/** First come, first served within a priority; higher priorities first. Leaving from the middle costs O(1). */
export class WaitingLine<T> {
  /** Highest priority first. */
  readonly #lanes: Lane<T>[] = [];
  #length = 0;

  /** How many wait. */
  get length(): number {
    return this.#length;
  }

  /** Puts `item` behind those of its priority. */
  join(item: T, priority: number): InLine<T> {
    const place = { item, priority, isWaiting: true };
    this.#lane(priority).places.push(place);
    this.#length += 1;
    return place;
  }

  /** Takes one out, wherever it is; false when it was out already. */
  leave(place: InLine<T>): boolean {
    if (!place.isWaiting) return false;
    place.isWaiting = false;
    this.#length -= 1;
    return true;
  }

  /** Whose turn it is, still in line; null when nobody waits. */
  first(): InLine<T> | null {
    for (let lane = this.#lanes[0]; lane !== undefined; lane = this.#lanes[0]) {
      const place = firstWaiting(lane);
      if (place !== null) return place;
      this.#lanes.shift();
    }
    return null;
  }

  #lane(priority: number): Lane<T> {
    const after = this.#lanes.findIndex((lane) => lane.priority <= priority);
    const lane = this.#lanes[after];
    if (lane?.priority === priority) return lane;
    const added: Lane<T> = { priority, places: [], first: 0 };
    this.#lanes.splice(after < 0 ? this.#lanes.length : after, 0, added);
    return added;
  }
}

/** The first of a lane who has not left; those who have are forgotten. */
function firstWaiting<T>(lane: Lane<T>): InLine<T> | null {
  for (; lane.first < lane.places.length; lane.first += 1) {
    const place = lane.places[lane.first];
    if (place?.isWaiting !== true) continue;
    if (lane.first * 2 > lane.places.length) {
      lane.places = lane.places.slice(lane.first);
      lane.first = 0;
    }
    return place;
  }
  return null;
}
