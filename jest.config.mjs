// Sources are tested without a build: the condition "minference-source" maps each package to its src.
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
  testMatch: ["<rootDir>/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  testEnvironmentOptions: {
    customExportConditions: ["minference-source", "node", "node-addons"],
  },
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": swc },
});
const packages = [
  "protocol",
  "storage",
  "ecs",
  "storage-memory",
  "storage-typeorm",
  "wire",
  "clients",
  "threads",
  "orchestrator",
];
export default {
  projects: [
    ...packages.map((name) => project(`packages/${name}`)),
    project("apps/demo"),
    project("tests"),
    project("tooling"),
  ],
};
