// Loads the training module only when it is wanted; Rust has no `import()` of its own.

/** Loads the module at `path` beside index.html, starts its wasm, sets up its bench. */
export async function importAndStart(path) {
  const module = await import(new URL(path, document.baseURI));
  await module.default();
  return new module.Bench();
}
