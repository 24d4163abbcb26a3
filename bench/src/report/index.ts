export { atMost, exactly, exitCodeOf, shown } from "./figure.ts";
export type { Figure, Measured } from "./figure.ts";
export { figureDocument, figureTable } from "./print-figures.ts";
export { writeReport } from "./write-report.ts";
