// Starts the page: loads the module that Trunk built and hands it its wasm file.
// A file of its own, as the Content-Security-Policy forbids inline scripts.

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

try {
  const { default: init } = await import(new URL(js, document.baseURI));
  await init({ module_or_path: new URL(wasm, document.baseURI) });
  for (const link of document.querySelectorAll("link[data-late]")) {
    link.media = "all";
  }
} catch (error) {
  document.getElementById("boot-failure").hidden = false;
  throw error;
}
