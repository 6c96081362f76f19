// Parses and binds queries with Microsoft's language service for Kusto, against the schema of the tables.
//
//   node check.mjs < queries.json
//
// Input:  { "tables": ["resources"], "columns": [{ "name": "id", "type": "string" }], "queries": [{ "name": "…", "text": "…" }] }
// Output: [{ "name": "…", "columns": [{ "name": "id", "type": "string" }], "problems": [{ "message": "…", "position": 0, "at": "…" }] }]
// Exit code: 0 when no query has a problem, 1 when one has, 2 when the input cannot be read.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// Scripts of the time before modules: they define Kusto for all.
require("@kusto/language-service-next/bridge.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.js");
const { GlobalState, KustoCode } = globalThis.Kusto.Language;
const { DatabaseSymbol, TableSymbol } = globalThis.Kusto.Language.Symbols;

function list(items) {
  return Array.from({ length: items?.Count ?? 0 }, (_, index) => items.getItem(index));
}

function schemaOf({ tables, columns }) {
  // In quotation marks, because a column such as kind is called as a word of the language.
  const text = `(${columns.map(column => `["${column.name}"]:${column.type}`).join(", ")})`;
  const symbols = tables.map(table => TableSymbol.From(text).WithName(table));
  for (const symbol of symbols) {
    // The text is read leniently: a column that was not understood would be missing.
    const names = list(symbol.Columns).map(column => column.Name);
    if (names.join() !== columns.map(column => column.name).join()) {
      throw new Error(`the schema was read as ${names}`);
    }
  }
  return GlobalState.Default.WithDatabase(new DatabaseSymbol.$ctor1("graph", symbols));
}

function check({ name, text }, globals) {
  const code = KustoCode.ParseAndAnalyze(text, globals);
  return {
    name,
    columns: list(code.ResultType?.Columns).map(column => ({ name: column.Name, type: column.Type.Name })),
    // Warnings count as well: a query that is sent from a program has no reason for one.
    problems: list(code.GetDiagnostics())
      .filter(problem => problem.Severity === "Error" || problem.Severity === "Warning")
      .map(problem => ({
        message: problem.Message,
        position: problem.Start,
        at: text.slice(problem.Start, problem.Start + Math.max(problem.Length, 1)),
      })),
  };
}

try {
  const input = JSON.parse(readFileSync(0, "utf8"));
  const globals = schemaOf(input);
  const results = input.queries.map(query => check(query, globals));
  process.stdout.write(JSON.stringify(results, null, 2) + "\n");
  process.exitCode = results.some(result => result.problems.length > 0) ? 1 : 0;
} catch (error) {
  process.stderr.write(`check.mjs: ${error.message}\n`);
  process.exitCode = 2;
}
