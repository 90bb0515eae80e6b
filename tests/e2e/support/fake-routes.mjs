// Ways to a reader that this Chromium does not have, or for which there is no device here:
// objects in the shape of `navigator.bluetooth`, `navigator.hid` and `navigator.smartCard`,
// with the virtual readers of the training module at their ends.
//
// Each function is handed to the page as it stands (`addInitScript`), so it uses nothing from
// outside itself. What a test needs of the reader is at `window.virtualReader`.

// `kind`: plain, bonded, s320, s370, secured or acs.
export function fakeBluetooth({ kind, site }) {
  const listenersOf = () => {
    const listeners = new Map();
    return {
      addEventListener: (name, listener) => listeners.set(name, listener),
      removeEventListener: (name) => listeners.delete(name),
      tell: (name, event) => listeners.get(name)?.(event),
    };
  };
  const exception = (name) => new DOMException(name, name);
  const ready = (async () => {
    const module = await import(new URL('training/virtual_card.js', site));
    await module.default();
    return new module.VirtualGatt(kind);
  });
  let chosen;

  async function device() {
    const reader = await ready();
    const events = listenersOf();
    const characteristics = [];
    const seen = { connected: false };
    // Hands out what the reader has to say, and says when the connection has ended.
    const settle = () => queueMicrotask(() => {
      for (const characteristic of characteristics) {
        let value;
        while (characteristic.listens && (value = reader.take(characteristic.uuid))) {
          characteristic.value = new DataView(value.buffer);
          characteristic.tell('characteristicvaluechanged', { target: characteristic });
        }
      }
      if (seen.connected && !reader.connected) {
        seen.connected = false;
        events.tell('gattserverdisconnected', {});
      }
    });
    const characteristic = (uuid) => {
      const it = {
        ...listenersOf(),
        uuid,
        value: null,
        listens: false,
        async startNotifications() {
          it.listens = true;
          settle();
          return it;
        },
        async readValue() {
          const value = new DataView(reader.read(uuid).buffer);
          it.value = value;
          it.tell('characteristicvaluechanged', { target: it });
          return value;
        },
        writeValueWithResponse(value) {
          // The bytes are copied before this returns, as the browser does.
          try {
            reader.write(uuid, new Uint8Array(value));
            return Promise.resolve();
          } catch (error) {
            return Promise.reject(error);
          } finally {
            settle();
          }
        },
      };
      characteristics.push(it);
      return it;
    };
    const service = {
      uuid: reader.service(),
      async getCharacteristic(uuid) {
        if (!reader.characteristics().includes(uuid)) {
          throw exception('NotFoundError');
        }
        return characteristic(uuid);
      },
    };
    const gatt = {
      get connected() {
        return seen.connected && reader.connected;
      },
      async connect() {
        seen.connected = true;
        return gatt;
      },
      disconnect() {
        reader.disconnect();
        settle();
      },
      async getPrimaryServices() {
        return [service];
      },
    };
    window.virtualReader = {
      insert(profile) {
        reader.insert(profile);
        settle();
      },
      remove() {
        reader.remove();
        settle();
      },
      leave: () => gatt.disconnect(),
      triesLeft: () => reader.triesLeft(),
      alarms: () => reader.alarms(),
    };
    return { ...events, name: reader.name(), gatt };
  }

  const bluetooth = {
    async requestDevice({ filters, optionalServices }) {
      chosen ??= await device();
      const [service] = await chosen.gatt.getPrimaryServices();
      const offered = filters.some(({ services, namePrefix }) =>
        services?.includes(service.uuid) || (namePrefix && chosen.name.startsWith(namePrefix)));
      if (!offered || !optionalServices.includes(service.uuid)) {
        throw exception('NotFoundError');
      }
      return chosen;
    },
  };
  Object.defineProperty(navigator, 'bluetooth', { value: bluetooth, configurable: true });
}

// `kind`: reader, mute, wallet or foreign.
export function fakeHid({ kind, site, granted = false }) {
  const hidListeners = new Map();
  let device;

  async function plugIn() {
    const module = await import(new URL('training/virtual_card.js', site));
    await module.default();
    const reader = new module.VirtualHid(kind);
    const listeners = new Map();
    const settle = () => queueMicrotask(() => {
      let report;
      while ((report = reader.input())) {
        listeners.get('inputreport')?.({ reportId: 0, data: new DataView(report.buffer) });
      }
      if (!reader.plugged) {
        hidListeners.get('disconnect')?.({ device: it });
      }
    });
    const it = {
      productName: 'Virtual HID reader',
      collections: [{ usagePage: reader.usagePage, usage: 1 }],
      opened: false,
      addEventListener: (name, listener) => listeners.set(name, listener),
      removeEventListener: (name) => listeners.delete(name),
      async open() {
        it.opened = true;
      },
      async close() {
        it.opened = false;
      },
      sendReport(number, report) {
        if (!it.opened || !reader.plugged || number !== 0) {
          return Promise.reject(new DOMException('Failed to write the report.', 'NotAllowedError'));
        }
        reader.output(new Uint8Array(report));
        settle();
        return Promise.resolve();
      },
    };
    window.virtualReader = {
      insert: (profile) => reader.insert(profile),
      remove: () => reader.remove(),
      leave() {
        reader.unplug();
        settle();
      },
      triesLeft: () => reader.triesLeft(),
      alarms: () => reader.alarms(),
    };
    return it;
  }

  const hid = {
    addEventListener: (name, listener) => hidListeners.set(name, listener),
    removeEventListener: (name) => hidListeners.delete(name),
    async getDevices() {
      return granted ? [(device ??= await plugIn())] : [];
    },
    async requestDevice() {
      granted = true;
      return hid.getDevices();
    },
  };
  Object.defineProperty(navigator, 'hid', { value: hid, configurable: true });
}

// The system's service with one reader. `asked` counts how often a context was wanted.
// `chromeOs`: the browser says that it is where this works.
export function fakeSmartCard({ site, chromeOs = false }) {
  if (chromeOs) {
    const value = `${navigator.userAgent} (X11; CrOS x86_64 14541.0.0)`;
    Object.defineProperty(navigator, 'userAgent', { value, configurable: true });
  }
  const virtual = { asked: 0 };
  window.virtualReader = virtual;
  const smartCard = {
    async establishContext() {
      virtual.asked += 1;
      const module = await import(new URL('training/virtual_card.js', site));
      await module.default();
      const service = new module.VirtualSmartCards('Virtual Reader 00 00');
      Object.assign(virtual, {
        insert: (profile) => service.insert(profile),
        remove: () => service.remove(),
        setTaken: (taken) => service.setTaken(taken),
        leave: () => service.setRunning(false),
        triesLeft: () => service.triesLeft(),
        alarms: () => service.alarms(),
      });
      const connection = () => ({
        async transmit(apdu) {
          const answer = service.transmit(new Uint8Array(apdu));
          return answer ? answer.buffer : new Promise(() => {});
        },
        async disconnect(disposition) {
          if (disposition !== 'unpower') {
            throw new TypeError(`this test does not know ${disposition}`);
          }
          service.unpower();
        },
      });
      return {
        listReaders: async () => service.readers(),
        getStatusChange: async (states) => states.map(({ readerName }) => ({
          readerName,
          eventState: { present: service.present(readerName), changed: true },
          eventCount: service.count(readerName),
          answerToReset: service.atr().buffer,
        })),
        async connect(reader, access, { preferredProtocols }) {
          if (access !== 'exclusive' || !preferredProtocols.includes('t1')) {
            throw new TypeError('this test expects exclusive access with T=1');
          }
          service.connect(reader);
          return { connection: connection(), activeProtocol: 't1' };
        },
      };
    },
  };
  Object.defineProperty(navigator, 'smartCard', { value: smartCard, configurable: true });
}
