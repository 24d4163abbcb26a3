import { checkedTypes } from "./checked-types.mjs";
import { ruleTester } from "./rule-tester.mjs";

ruleTester.run("checked-types", checkedTypes, {
  valid: [
    { name: "as const keeps the compiler on", code: "const kinds = ['a', 'b'] as const;" },
    { name: "satisfies keeps the compiler on", code: "const x = { a: 1 } satisfies object;" },
    {
      name: "a boundary that says what it is may cast",
      code: "// boundary: rows of the driver become snapshots\nconst x = y as string;",
    },
  ],
  invalid: [
    { name: "any", code: "const x: any = 1;", errors: [{ messageId: "any" }] },
    { name: "a cast", code: "const x = y as string;", errors: [{ messageId: "cast" }] },
    {
      name: "a cast through unknown",
      code: "const x = y as unknown as string;",
      errors: [{ messageId: "cast" }, { messageId: "cast" }],
    },
    { name: "an old cast", code: "const x = <string>y;", errors: [{ messageId: "cast" }] },
    { name: "non-null", code: "const x = y!;", errors: [{ messageId: "nonNull" }] },
    {
      name: "a boundary without a reason",
      code: "// boundary:\nconst x = y as string;",
      errors: [{ messageId: "cast" }],
    },
    {
      name: "a boundary named below the first line",
      code: "const a = 1;\n// boundary: rows\nconst x = y as string;",
      errors: [{ messageId: "cast" }],
    },
  ],
});
