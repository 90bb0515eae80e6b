// Folders for the page. The browser's picker needs a person, so a folder of the origin's own
// file system stands where it would give the chosen one: handle, files and writing are the
// browser's own from there on. Only what goes wrong is played, one exception at a time.

// The picker gives that folder, and counts how often it was asked.
export function pickable(page) {
  return page.addInitScript(() => {
    window.picked = 0;
    window.showDirectoryPicker = async () => {
      window.picked += 1;
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle('face', { create: true });
    };
  });
}

// The picker, or a step of writing, ends with that exception.
export function broken(page, step, name) {
  return page.addInitScript(({ step, name }) => {
    const fails = async () => { throw new DOMException('played by the test', name); };
    const stream = { write: async () => {}, close: async () => {}, abort: async () => {} };
    const file = { createWritable: async () => stream };
    const folder = {
      name: 'face',
      queryPermission: async () => 'granted',
      requestPermission: async () => 'granted',
      removeEntry: async () => {},
      getFileHandle: async (_, { create }) => {
        if (create) {
          return file;
        }
        throw new DOMException('not there', 'NotFoundError');
      },
    };
    const places = {
      picker: () => { window.showDirectoryPicker = fails; },
      permission: () => {
        folder.queryPermission = async () => 'prompt';
        folder.requestPermission = async () => 'denied';
      },
      create: () => { file.createWritable = fails; },
      write: () => { stream.write = fails; },
      close: () => { stream.close = fails; },
    };
    window.showDirectoryPicker = async () => folder;
    places[step]();
  }, { step, name });
}

// The names and bytes of the files in the folder.
export async function files(page) {
  const found = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('face', { create: true });
    const files = [];
    for await (const [name, handle] of folder.entries()) {
      const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      files.push([name, Array.from(bytes)]);
    }
    return files;
  });
  return Object.fromEntries(found.map(([name, bytes]) => [name, Buffer.from(bytes)]));
}
