import { expect, test } from "@jest/globals";
import { refusedDependencies } from "./checks/arrows-check.mjs";
import { allowedDependencies, packageArrows } from "./package-arrows.mjs";

test("arrows end at packages of the table and never come back (D23)", () => {
  for (const [from, targets] of Object.entries(packageArrows)) {
    for (const target of targets) {
      expect(packageArrows).toHaveProperty([target]);
      const back = allowedDependencies(target).runtime;
      expect({
        from,
        target,
        back: back.includes(from.split("/")[0] ?? from) && !from.includes("/"),
      }).toEqual({
        from,
        target,
        back: false,
      });
    }
  }
});

test("a package declares only what an arrow of one of its entry points leads to", () => {
  const version = "workspace:^";
  const manifest = {
    name: "@minference/ecs",
    dependencies: { "@minference/storage": version, "@minference/threads": version, zod: "4" },
    devDependencies: { "@minference/storage-memory": version, "@minference/orchestrator": version },
  };
  expect(refusedDependencies(manifest)).toEqual([
    "dependencies may not hold @minference/threads, only storage, protocol",
    expect.stringMatching(/^devDependencies may not hold @minference\/orchestrator, only /),
  ]);
});

test("a peer that only a subpath imports may be declared", () => {
  const peers = { "@minference/threads": "workspace:^" };
  expect(
    refusedDependencies({ name: "@minference/storage-typeorm", peerDependencies: peers }),
  ).toEqual([]);
});
