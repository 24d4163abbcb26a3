import os from "node:os";
import { workspaceFolders } from "./tooling/workspace-folders.mjs";

// Sources are tested without a build: the condition "minference-source" maps each package to its src.
// No types are checked here: `npm run verify` does.
const swc = [
  "@swc/jest",
  {
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", decorators: true },
      transform: { decoratorVersion: "2023-11" },
    },
    module: { type: "es6" },
    sourceMaps: "inline",
  },
];

const project = (rootDir) => ({
  displayName: rootDir,
  rootDir,
  testMatch: ["<rootDir>/**/*.test.ts", "<rootDir>/**/*.test.mjs"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  testEnvironmentOptions: {
    customExportConditions: ["minference-source", "node", "node-addons"],
  },
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": swc },
});

export default {
  projects: workspaceFolders(import.meta.dirname).map(project),
  reporters: ["default", "<rootDir>/tooling/slow-test-reporter.mjs"],
  // At least two: alone, jest runs all files in its own process, where a server that a failed test left
  // open keeps it from ending. At most eight: more only wait for the disk.
  maxWorkers: Math.min(8, Math.max(2, os.availableParallelism())),
  // For a test that hangs; what is slow is judged by the file, in the reporter above.
  testTimeout: 60_000,
  coverageProvider: "v8",
};
