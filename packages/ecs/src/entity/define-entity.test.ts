import { expect, test } from "@jest/globals";
import { z } from "zod";
import type { EntityClass } from "../shape/entity-class.ts";
import { dict } from "../shape/dict.ts";
import { json } from "../shape/json.ts";
import { list } from "../shape/list.ts";
import { ref } from "../shape/ref.ts";
import { defineEntity } from "./define-entity.ts";
import { untyped } from "../../test/untyped.ts";

class Customer extends defineEntity("Customer", { name: z.string() }) {}
class Line extends defineEntity("Line", { amount: z.number().default(0) }) {}
class Invoice extends defineEntity("Invoice", {
  number: z.string(),
  customer: ref(() => Customer),
  lines: list(() => Line),
  note: z.string().nullable().default(null),
  dueAt: z.date().nullable().default(null),
  extra: json(z.object({ tags: z.array(z.string()) })).default({ tags: [] }),
  byName: dict(() => Line),
}) {
  get total(): number {
    return this.lines.reduce((sum, line) => sum + line.amount, 0);
  }
}
class Node extends defineEntity("Node", {
  label: z.string(),
  parent: ref((): EntityClass<Node> => Node).nullable(),
}) {}
class PaidInvoice extends defineEntity("PaidInvoice", { paidAt: z.date() }, { extends: Invoice }) {}

const anInvoice = (): Invoice =>
  new Invoice({
    number: "7",
    customer: new Customer({ name: "Ada" }),
    lines: [new Line({ amount: 3 })],
  });

test("fields have the values given or their defaults (C01)", () => {
  const invoice = anInvoice();
  expect(invoice.number).toBe("7");
  expect(invoice.note).toBeNull();
  expect(invoice.extra.tags).toEqual([]);
  expect(invoice.total).toBe(3);
  expect(invoice.entityType).toBe("Invoice");
});

test("a missing, unknown, undefined or wrong field is refused by name (G3)", () => {
  const wrong = (fields: object) => (): unknown => Reflect.construct(Customer, [fields]);
  expect(wrong({})).toThrow(/Customer\.name: the field is required/);
  expect(wrong({ name: "a", nmae: 1 })).toThrow(/Customer\.nmae: the type has no such field/);
  expect(wrong({ name: 7 })).toThrow(/Customer\.name/);
  expect(wrong({ name: undefined })).toThrow(/Customer\.name/);
  expect(wrong({ name: "\ud800" })).toThrow(/surrogate/);
  expect(() => Reflect.construct(Line, [{ amount: undefined }])).toThrow(/Line\.amount: undefined/);
  expect(() => Reflect.set(new Line({}), "amount", undefined)).toThrow(/Line\.amount: undefined/);
});

test("half of a surrogate pair is no text of a JSON field, and is kept inside its JSON (R:S29)", () => {
  class Any extends defineEntity("Any", { value: json() }) {}
  expect(() => new Any({ value: "\ud800" })).toThrow(
    /Any\.value: the text holds half of a surrogate/,
  );
  expect(new Any({ value: ["\ud800"] }).value).toEqual(["\ud800"]);
});

test("a refused assignment leaves the field as it was (G3)", () => {
  const invoice = anInvoice();
  expect(() => Reflect.set(invoice, "number", 8)).toThrow(/Invoice\.number/);
  expect(invoice.number).toBe("7");
});

test("the caller's object stays changeable and the entity's is frozen (G4)", () => {
  const extra = { tags: ["a"] };
  const invoice = anInvoice();
  invoice.extra = extra;
  extra.tags.push("b");
  expect(invoice.extra.tags).toEqual(["a"]);
  expect(() => Reflect.apply(Array.prototype.push, invoice.extra.tags, ["c"])).toThrow(TypeError);
  expect(() => Reflect.apply(Array.prototype.push, invoice.lines, ["c"])).toThrow(TypeError);
});

test("changing a date in place changes nothing (G4)", () => {
  const invoice = anInvoice();
  invoice.dueAt = new Date(1000);
  invoice.dueAt.setTime(5);
  expect(invoice.dueAt.getTime()).toBe(1000);
});

test("append and replaceAt change a list without building it, and check the class of each item", () => {
  const invoice = anInvoice();
  const before = invoice.lines;
  invoice.append("lines", new Line({ amount: 4 }));
  invoice.replaceAt("lines", 0, new Line({ amount: 10 }));
  expect(before).toHaveLength(1);
  expect(invoice.itemAt("lines", -1)?.amount).toBe(4);
  expect([invoice.itemAt("lines", 2), invoice.itemAt("lines", -3)]).toEqual([undefined, undefined]);
  expect(invoice.countOf("lines")).toBe(2);
  expect(invoice.total).toBe(14);
  expect(() => untyped(invoice)["append"]?.("lines", new Customer({ name: "x" }))).toThrow(
    /Invoice\.lines\.2: it holds a Line and was given a Customer/,
  );
});

test("a class may reach itself, and a subclass has the fields of its base", () => {
  const root = new Node({ label: "root" });
  const leaf = new Node({ label: "leaf", parent: root });
  expect(leaf.parent?.label).toBe("root");
  const { number, customer } = anInvoice();
  const paid = new PaidInvoice({ number, customer, paidAt: new Date(0) });
  expect(paid).toBeInstanceOf(Invoice);
  expect(paid.total).toBe(0);
  expect(paid.paidAt.getTime()).toBe(0);
});

test("a type has a name that can be stored, and belongs to what an id field names (V40a)", () => {
  for (const name of ["", "a\0b", "\ud800"]) {
    expect(() => defineEntity(name, {})).toThrow(/type name/);
  }
  const fields = { text: z.string() };
  for (const belongsTo of ["text", "pageId"]) {
    expect(() => defineEntity("Note", fields, { belongsTo })).toThrow(/no id field/);
  }
});

test("a copy is a new entity that shares its sub-entities (C04)", () => {
  const invoice = anInvoice();
  const copy = invoice.copy({ number: "8" });
  expect(copy.lineageId).not.toBe(invoice.lineageId);
  expect(copy.customer).toBe(invoice.customer);
  expect([copy.number, invoice.number]).toEqual(["8", "7"]);
  expect(copy.lines).toBe(invoice.lines);
});

test("dump nests sub-entities and toString shows no content", () => {
  const invoice = anInvoice();
  expect(invoice.dump()).toMatchObject({ customer: { name: "Ada" }, lines: [{ amount: 3 }] });
  expect(String(invoice)).toBe(`Invoice(${invoice.ecsId.slice(-8)})`);
  expect(invoice.subEntities()).toHaveLength(2);
  expect(invoice.isModified).toBe(true);
});
