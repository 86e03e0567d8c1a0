/** The pipeline is one-way: diagnostics → grammar → compiler → runtime → cli. */
const layer = (from, forbidden, why) => ({
  name: `${from.replace(/\W/g, "")}-looks-down-only`,
  comment: why,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: forbidden },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    layer("diagnostics", "^(grammar|format|compiler|runtime|cli|examples|test)/", "findings know no stage"),
    layer(
      "grammar",
      "^(format|compiler|runtime|cli|examples|test)/",
      "the grammar knows source text and findings",
    ),
    layer("format", "^(compiler|runtime|cli|examples|test)/", "the layout knows the grammar alone"),
    layer("compiler", "^(format|runtime|cli|examples|test)/", "the compiler knows no runtime"),
    layer("runtime", "^(format|cli|examples|test)/", "the runtime knows no command line"),
    {
      name: "portable-core",
      comment: "grammar/, format/ and compiler/ run in a browser: no Node modules, no tfjs",
      severity: "error",
      from: { path: "^(diagnostics|grammar|format|compiler)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "portable-core-packages",
      severity: "error",
      from: { path: "^(diagnostics|grammar|format|compiler)/" },
      to: { path: "node_modules/(@tensorflow|sharp|@duckdb)" },
    },
    {
      name: "portable-eager",
      comment: "programs run node by node in a page as well: tfjs is handed in, and Node is not there",
      severity: "error",
      from: { path: "^runtime/eager/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "portable-eager-packages",
      severity: "error",
      from: { path: "^runtime/eager/" },
      to: { path: "node_modules/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs", ".cjs", ".json"] },
  },
};
