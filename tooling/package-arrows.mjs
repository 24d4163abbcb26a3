/**
 * The only arrows between packages: an entry point to the entry points that it may import.
 * A subpath that is missing here may import what its package may. Nothing else holds this table: the lint
 * rule `allowed-imports` and the check of every package.json read it. Programs (apps, bench, tests,
 * tooling) import everything and are imported by nothing.
 */
export const packageArrows = {
  protocol: [],
  storage: ["protocol"],
  tools: ["protocol"],
  wire: ["protocol"],
  ecs: ["storage", "protocol"],
  "storage-memory": ["storage", "protocol"],
  "storage-typeorm": ["ecs", "storage", "protocol"],
  "storage-typeorm/threads": ["storage-typeorm", "threads", "ecs", "storage", "protocol"],
  clients: ["wire", "protocol"],
  threads: ["ecs", "tools", "wire", "protocol"],
  orchestrator: ["threads", "clients", "tools", "ecs", "protocol"],
};

/** Entry points for tests alone. Tests of every package that they do not stand on may import them. */
export const testEntryPoints = ["storage-memory", "storage/conformance", "clients/testing"];

/** Of these no source file is an importer: they exist for tests. */
const onlyForTests = ["storage/conformance", "clients/testing"];

/** @typedef {{ entryPoint: string, isTest: boolean }} Importer "storage-typeorm/threads", "ecs" */

/**
 * Why `importer` may not import the entry point `target` ("ecs", "storage/conformance"), and what to do;
 * null when it may.
 *
 * @param {Importer} importer
 * @param {string} target
 * @returns {string | null}
 */
export function refusedArrow({ entryPoint, isTest }, target) {
  const own = packageOf(entryPoint);
  if (!(own in packageArrows)) {
    return `The package ${own} has no row in tooling/package-arrows.mjs: add it with what it may import.`;
  }
  if (isTest) return isAllowedInTests(own, target) ? null : refusal(own, target, testTargets(own));
  if (onlyForTests.includes(target)) {
    return `@minference/${target} is for tests: move what needs it into a test file.`;
  }
  const allowed = arrowsOf(entryPoint);
  return allowed.includes(target) ? null : refusal(entryPoint, target, allowed);
}

/**
 * The packages that `name` may declare in its package.json: arrows of all its entry points, for
 * devDependencies also the entry points for tests.
 *
 * @param {string} name
 */
export function allowedDependencies(name) {
  const runtime = [...new Set(entryPointsOf(name).flatMap(arrowsOf).map(packageOf))];
  const isOther = (/** @type {string} */ other) => other !== name;
  return {
    runtime: runtime.filter(isOther),
    development: [...new Set([...runtime, ...testTargets(name).map(packageOf)])].filter(isOther),
  };
}

/**
 * @param {string} own
 * @param {string} target
 */
function isAllowedInTests(own, target) {
  return entryPointsOf(own).flatMap(arrowsOf).includes(target) || testTargets(own).includes(target);
}

/** @param {string} own */
function testTargets(own) {
  return testEntryPoints.filter((target) => !reaches(packageOf(target), own));
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {boolean}
 */
function reaches(from, to) {
  if (from === to) return true;
  return arrowsOf(from).some((next) => reaches(packageOf(next), to));
}

/**
 * @param {string} entryPoint
 * @returns {readonly string[]}
 */
function arrowsOf(entryPoint) {
  /** @type {Readonly<Record<string, readonly string[]>>} */
  const table = packageArrows;
  return table[entryPoint] ?? table[packageOf(entryPoint)] ?? [];
}

/** @param {string} name */
function entryPointsOf(name) {
  return Object.keys(packageArrows).filter((entryPoint) => packageOf(entryPoint) === name);
}

/** @param {string} entryPoint */
function packageOf(entryPoint) {
  return entryPoint.split("/")[0] ?? entryPoint;
}

/**
 * @param {string} from
 * @param {string} target
 * @param {readonly string[]} allowed
 */
function refusal(from, target, allowed) {
  const list = allowed.length === 0 ? "nothing" : allowed.join(", ");
  return (
    `${from} may not import @minference/${target}; it may import ${list} (tooling/package-arrows.mjs). ` +
    `Pass what is needed in, or move it to a package that both may import.`
  );
}
