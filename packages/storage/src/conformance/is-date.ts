/** True for a date of any realm: one of another realm is no instance of this one's Date. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}
